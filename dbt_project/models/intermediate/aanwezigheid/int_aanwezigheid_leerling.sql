{{ config(materialized='table', indexes=[{'columns': ['levering_id']}]) }}

-- Pupils of the deliveries that are counted: the days on which they live in the municipality that delivers, age on
-- 1 October and onderwijssoort on 1 October (else of the first enrolment after it). verhuisd: lives in several
-- municipalities in the school year, so that an area may meet the pupil twice.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

levering as (
    select * from {{ ref('int_aanwezigheid_levering') }}
    where opnieuw
),

jongere as (
    select
        stg_jongere.levering_id,
        stg_jongere.pseudoniem,
        levering.gemeentecode,
        coalesce(identiteit.persoon, stg_jongere.pseudoniem) as persoon
    from {{ ref('stg_jongere') }} as stg_jongere
    inner join levering on stg_jongere.levering_id = levering.levering_id
    left join {{ ref('int_identiteit') }} as identiteit
        on stg_jongere.pseudoniem = identiteit.pseudoniem and stg_jongere.leveraar = identiteit.leveraar
    where stg_jongere.schooljaar = {{ schooljaar() }}
),

persoon as (
    select persoon, geboortedatum from {{ jaardeel('int_persoon') }}
    where schooljaar = {{ schooljaar() }}
),

woont as (
    select * from {{ ref('int_aanwezigheid_woont') }}
),

school as (
    select * from {{ ref('int_aanwezigheid_school') }}
)

select
    jongere.levering_id,
    jongere.pseudoniem,
    jongere.persoon,
    {{ leeftijd('persoon.geboortedatum', 'bereik.t0') }} as leeftijd,
    coalesce(school.onderwijssoort, 'ONBEKEND') as onderwijssoort,
    woont.dagen,
    woont.gemeenten > 1 as verhuisd
from jongere
cross join bereik
inner join persoon on jongere.persoon = persoon.persoon
inner join woont on jongere.persoon = woont.persoon and jongere.gemeentecode = woont.gemeentecode
left join school on jongere.persoon = school.persoon
