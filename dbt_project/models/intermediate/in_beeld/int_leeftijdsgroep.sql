{{ config(materialized='table') }}

-- Age groups of section 6 per municipality: who delivers the group, and when that delivery was made.

with

gemeente as (
    select * from {{ ref('int_gemeente') }}
),

levering as (
    select
        soort,
        leveraar,
        (aangemaakt at time zone 'Europe/Amsterdam')::date as gemaakt_op
    from {{ ref('stg_levering') }}
    where schooljaar = {{ schooljaar() }}
),

groep (leeftijdsgroep, leeftijd_van, leeftijd_tot, soort) as (
    values
    ('4', 4, 5, 'leerplicht'),
    ('5-17', 5, 18, 'leerplicht'),
    ('18-26', 18, 27, 'doorstroompunt')
)

select
    gemeente.gemeentecode,
    groep.leeftijdsgroep,
    groep.leeftijd_van,
    groep.leeftijd_tot,
    levering.leveraar is not null as geleverd,
    levering.gemaakt_op
from gemeente
cross join groep
left join levering
    on
        groep.soort = levering.soort
        and levering.leveraar
        = case groep.soort when 'leerplicht' then gemeente.gemeentecode else gemeente.regiocode end
