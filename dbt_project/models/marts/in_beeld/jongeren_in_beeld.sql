{{ config(pre_hook='{{ wis_bereik() }}') }}

-- Young people per area, age group and status on both reference dates. A person lives in one municipality on a
-- day, so areas are sums. A group nobody in the area delivered is 'ontbreekt' with an empty figure.

with

peildag as (
    select peildatum from {{ ref('int_doorstroompunt_regel') }}
),

definitieset as (
    select definitieset from {{ ref('int_definitieset') }}
),

gebied as (
    select * from {{ ref('int_gebied') }}
),

per_gemeente as (
    select * from {{ ref('int_in_beeld_cel') }}
    where schooljaar = {{ schooljaar() }} and aantal > 0
),

telling as (
    select
        per_gemeente.definitieset,
        per_gemeente.peildatum,
        gebied.niveau,
        gebied.gebied,
        per_gemeente.leeftijdsgroep,
        per_gemeente.status,
        sum(per_gemeente.aantal)::bigint as personen
    from per_gemeente
    inner join gebied on per_gemeente.gemeentecode = gebied.gemeentecode
    group by
        per_gemeente.definitieset, per_gemeente.peildatum, gebied.niveau, gebied.gebied, per_gemeente.leeftijdsgroep,
        per_gemeente.status
),

dekking as (
    select * from {{ ref('int_leeftijdsgroep_dekking') }}
),

ontbreekt as (
    select definitieset.definitieset, peildag.peildatum, dekking.*
    from dekking
    cross join definitieset
    cross join peildag
    where dekking.dekking = 'ontbreekt'
)

select
    {{ schooljaar() }} as schooljaar, telling.definitieset, telling.peildatum, telling.niveau, telling.gebied,
    telling.leeftijdsgroep, telling.status, telling.personen, dekking.dekking, dekking.gemaakt_van, dekking.gemaakt_tot
from telling
inner join dekking using (niveau, gebied, leeftijdsgroep)
union all
select
    {{ schooljaar() }} as schooljaar, definitieset, peildatum, niveau, gebied,
    leeftijdsgroep, 'ontbreekt' as status, null::bigint as personen, dekking, gemaakt_van, gemaakt_tot
from ontbreekt
