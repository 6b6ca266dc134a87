{{ config(materialized='per_schooljaar') }}

-- One row per person and municipality with a leerplicht delivery in force: the days of residence in the school year.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

gemeente as (
    select gemeentecode from {{ ref('int_gemeente') }}
    where geleverd_leerplicht
),

persoon as (
    {{ dit_jaar('int_persoon') }}
),

woont as (
    {{ dit_jaar('int_woont_leerplicht') }}
),

verblijf as (
    select
        woont.persoon,
        woont.gemeentecode,
        range_agg(woont.periode * bereik.sj) as verblijf
    from woont
    inner join gemeente on woont.gemeentecode = gemeente.gemeentecode
    inner join bereik on {{ overlapt('woont.periode', 'bereik.sj') }}
    group by woont.persoon, woont.gemeentecode
)

select
    bereik.schooljaar,
    verblijf.persoon,
    verblijf.gemeentecode,
    verblijf.verblijf,
    -- in no other municipality that delivered: then it counts in every area of this one
    count(*) over (partition by verblijf.persoon) = 1 as enig,
    {{ leeftijd('persoon.geboortedatum', 'bereik.t0') }} as leeftijd,
    persoon.geslacht,
    persoon.datum_overlijden
from verblijf
inner join persoon on verblijf.persoon = persoon.persoon
cross join bereik
