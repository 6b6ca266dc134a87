{{ config(materialized='table', indexes=[{'columns': ['levering_id']}]) }}

-- Pupils of the deliveries that are counted: the days on which they live in the municipality that delivers, age on
-- 1 October and onderwijssoort on 1 October (else of the first enrolment after it). verhuisd: lives in several
-- municipalities in the school year, so that an area may meet the pupil twice.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

levering as (
    select * from {{ ref('int_aanwezigheid_levering') }} where opnieuw
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
    select persoon, geboortedatum from {{ ref('int_persoon') }} where schooljaar = {{ schooljaar() }}
),

woont as (
    select woont.persoon, woont.gemeentecode, range_agg(woont.periode) as dagen
    from {{ ref('int_woont_leerplicht') }} as woont
    inner join bereik on woont.periode && bereik.sj
    where woont.schooljaar = {{ schooljaar() }}
    group by woont.persoon, woont.gemeentecode
),

gemeenten as (
    select persoon, count(*) as aantal from woont group by persoon
),

school as (
    select distinct on (inschrijving.persoon) inschrijving.persoon, inschrijving.onderwijssoort
    from {{ ref('int_inschrijving_leerplicht') }} as inschrijving
    inner join bereik on inschrijving.periode && bereik.sj and upper(inschrijving.periode) > bereik.t0
    where inschrijving.schooljaar = {{ schooljaar() }}
    order by
        inschrijving.persoon, greatest(inschrijving.begindatum, bereik.t0), inschrijving.begindatum desc, inschrijving.brin
)

select
    jongere.levering_id,
    jongere.pseudoniem,
    jongere.persoon,
    {{ leeftijd('persoon.geboortedatum', 'bereik.t0') }} as leeftijd,
    coalesce(school.onderwijssoort, 'ONBEKEND') as onderwijssoort,
    woont.dagen,
    gemeenten.aantal > 1 as verhuisd
from jongere
cross join bereik
inner join persoon on jongere.persoon = persoon.persoon
inner join woont on jongere.persoon = woont.persoon and jongere.gemeentecode = woont.gemeentecode
inner join gemeenten on jongere.persoon = gemeenten.persoon
left join school on jongere.persoon = school.persoon
