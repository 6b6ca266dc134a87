{{ config(materialized='table', indexes=[{'columns': ['pseudoniem'], 'unique': true}]) }}

-- Numbers that suppliers deliver with different birth dates in the school year. In a partial build only numbers of a
-- changed delivery can have become so, and only those known from the last build can have ceased to be.

with

jongere as (
    select pseudoniem, geboortedatum
    from {{ ref('stg_jongere') }}
    where
        schooljaar = {{ schooljaar() }}
        {%- if not execute or not is_volledig() %}
        and pseudoniem in (
            select rij.pseudoniem
            from {{ source('landing', 'jongere') }} as rij
            inner join {{ source('register', 'opbouw_gewijzigd') }} as gewijzigd on rij.levering_id = gewijzigd.levering_id
            where rij.schooljaar = {{ schooljaar() }}
            union
            select vorige.pseudoniem
            from {{ source('register', 'opbouw_identiteit') }} as vorige
            where vorige.schooljaar = {{ schooljaar() }}
        )
        {%- endif %}
)

select pseudoniem
from jongere
group by pseudoniem
having min(geboortedatum) <> max(geboortedatum)
