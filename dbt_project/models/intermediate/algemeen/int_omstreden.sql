{{ config(materialized='table', indexes=[{'columns': ['pseudoniem'], 'unique': true}]) }}

-- Numbers that suppliers deliver with different birth dates in the school year. In a partial build only numbers of a
-- changed delivery can have become so, and only those known from the last build can have ceased to be.

with

jongere as (
    select pseudoniem, geboortedatum
    from {{ ref('stg_jongere') }}
    where schooljaar = {{ schooljaar() }} {{ alleen_gewijzigd_geleverd() }}
    -- apart, so that the planner knows how many numbers each looks up; a row that comes twice changes no dispute
    union all
    select pseudoniem, geboortedatum
    from {{ ref('stg_jongere') }}
    where schooljaar = {{ schooljaar() }} {{ alleen_vorige_identiteit() }}
)

select pseudoniem
from jongere
group by pseudoniem
having min(geboortedatum) <> max(geboortedatum)
