{{ config(materialized='table') }}

-- Days of residence per pupil and municipality in the school year, and in how many municipalities that was. A table
-- with statistics of its own: the planner cannot guess how many spells meet the school year.
-- Empty when no delivery is counted anew.

with

woont as (
    select woont.persoon, woont.gemeentecode, range_agg(woont.periode) as dagen
    from {{ jaardeel('int_woont_leerplicht') }} as woont
    inner join {{ ref('int_bereik') }} as bereik on {{ overlapt('woont.periode', 'bereik.sj') }}
    where
        woont.schooljaar = {{ schooljaar() }}
        and exists (
            select 1 from {{ ref('int_aanwezigheid_levering') }} as levering
            where levering.opnieuw
        )
    group by woont.persoon, woont.gemeentecode
)

select
    persoon,
    gemeentecode,
    dagen,
    count(*) over (partition by persoon) as gemeenten
from woont
