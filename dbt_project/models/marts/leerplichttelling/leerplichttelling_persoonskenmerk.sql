{{ config(pre_hook='{{ wis_bereik() }}') }}

-- The leerplichttelling by age on 1 October and geslacht instead of class; only cells in which somebody counts.

with

telling as (
    select * from {{ ref('int_telling') }}
),

indicator as (
    select code as indicator from {{ ref('codelijst') }}
    where lijst = 'indicator'
)

select
    telling.schooljaar,
    telling.definitieset,
    telling.niveau,
    telling.gebied,
    telling.indicator,
    telling.leeftijd,
    telling.geslacht,
    sum(telling.aantal)::integer as aantal
from telling
inner join indicator on telling.indicator = indicator.indicator
group by
    telling.schooljaar, telling.definitieset, telling.niveau, telling.gebied, telling.indicator,
    telling.leeftijd, telling.geslacht
