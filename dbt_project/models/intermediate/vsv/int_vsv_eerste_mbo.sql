{{ config(materialized='table', indexes=[{'columns': ['persoon'], 'unique': true}]) }}

-- Start of the first MBO enrolment of the persons of T0, and the sector of the last enrolment that began before it.

with

persoon as (
    select distinct persoon from {{ ref('int_vsv_t0') }}
),

inschrijving as (
    select inschrijving.*
    from {{ jaardeel('int_inschrijving') }} as inschrijving
    inner join persoon on inschrijving.persoon = persoon.persoon
    where inschrijving.schooljaar = {{ schooljaar() }} {{ alleen_geraakt('inschrijving.persoon') }}
),

eerste as (
    select
        persoon,
        min(begindatum) as begin_eerste_mbo
    from inschrijving
    where onderwijssoort = 'MBO'
    group by persoon
),

daarvoor as (
    select distinct on (inschrijving.persoon)
        inschrijving.persoon,
        inschrijving.onderwijssoort
    from inschrijving
    inner join eerste on inschrijving.persoon = eerste.persoon
    where inschrijving.begindatum < eerste.begin_eerste_mbo
    order by
        inschrijving.persoon asc, inschrijving.begindatum desc, upper(inschrijving.periode) desc, inschrijving.brin
)

select
    eerste.persoon,
    eerste.begin_eerste_mbo,
    daarvoor.onderwijssoort as sector_daarvoor
from eerste
left join daarvoor on eerste.persoon = daarvoor.persoon
