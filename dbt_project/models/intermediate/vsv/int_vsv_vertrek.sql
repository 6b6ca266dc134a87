{{ config(materialized='table', indexes=[{'columns': ['persoon'], 'unique': true}]) }}

-- Last residence spell (begun on or before T1) of the persons of T0: abroad on T1 or gone abroad, address unknown.

with

persoon as (
    select distinct persoon from {{ ref('int_vsv_t0') }}
),

bereik as (
    select * from {{ ref('int_bereik') }}
),

woont as (
    {{ dit_jaar('int_woont') }}
),

laatste as (
    select distinct on (woont.persoon)
        woont.*,
        bereik.t1,
        coalesce(woont.einddatum < bereik.t1, false) as geeindigd
    from woont
    inner join persoon on woont.persoon = persoon.persoon
    cross join bereik
    where woont.begindatum <= bereik.t1
    order by woont.persoon asc, woont.begindatum desc
)

select
    persoon,
    case
        when geeindigd then coalesce(reden_einde = 'verhuisd_buitenland', false)
        else gemeentecode = 'BUITENLAND'
    end as vertrokken,
    geeindigd and coalesce(reden_einde, '') <> 'verhuisd_buitenland' as adres_onbekend
from laatste
where geeindigd or gemeentecode = 'BUITENLAND'
