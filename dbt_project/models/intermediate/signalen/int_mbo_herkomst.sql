{{ config(materialized='incremental', incremental_strategy='append', pre_hook='{{ wis_bereik(per_persoon=true) }}',
          indexes=[{'columns': ['schooljaar', 'persoon'], 'unique': true}]) }}

-- Where the MBO students of T0 came from: start of the first MBO enrolment, the sector before it and the last school
-- in VO before it (later begindatum, later end, lower brin).

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

inschrijving as (
    {{ dit_jaar('int_inschrijving') }}
),

op_t0 as (
    select distinct inschrijving.persoon
    from inschrijving
    inner join bereik on inschrijving.periode @> bereik.t0
    where inschrijving.onderwijssoort = 'MBO'
),

eerste as (
    select inschrijving.persoon, min(inschrijving.begindatum) as begin_eerste_mbo
    from inschrijving
    inner join op_t0 on inschrijving.persoon = op_t0.persoon
    where inschrijving.onderwijssoort = 'MBO'
    group by inschrijving.persoon
),

daarvoor as (
    select
        inschrijving.persoon,
        (array_agg(
            inschrijving.onderwijssoort
            order by inschrijving.begindatum desc, upper(inschrijving.periode) desc, inschrijving.brin
        ))[1] as sector,
        (array_agg(
            inschrijving.brin
            order by inschrijving.begindatum desc, upper(inschrijving.periode) desc, inschrijving.brin
        ) filter (where inschrijving.onderwijssoort = 'VO'))[1] as brin_vo
    from inschrijving
    inner join eerste
        on inschrijving.persoon = eerste.persoon and inschrijving.begindatum < eerste.begin_eerste_mbo
    group by inschrijving.persoon
)

select
    {{ schooljaar() }} as schooljaar,
    eerste.persoon,
    eerste.begin_eerste_mbo,
    daarvoor.sector,
    daarvoor.brin_vo
from eerste
left join daarvoor on eerste.persoon = daarvoor.persoon
