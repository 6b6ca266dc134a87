{{ config(materialized='table') }}

-- Actions counted per area, class, age and geslacht: actions, not persons, so areas are plain sums.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

definitieset as (
    select * from {{ ref('int_definitieset') }}
),

actie as (
    select * from {{ jaardeel('int_actie') }}
    where schooljaar = {{ schooljaar() }}
),

persoon as (
    select * from {{ jaardeel('int_persoon') }}
    where schooljaar = {{ schooljaar() }}
),

gebied as (
    select * from {{ ref('int_gebied') }}
)

select
    actie.schooljaar,
    definitieset.definitieset,
    gebied.niveau,
    gebied.gebied,
    actie.indicator,
    actie.klasse,
    {{ leeftijd('persoon.geboortedatum', 'bereik.t0') }} as leeftijd,
    persoon.geslacht,
    count(*)::integer as aantal
from actie
inner join persoon on actie.persoon = persoon.persoon
inner join gebied on actie.gemeentecode = gebied.gemeentecode
cross join bereik
cross join definitieset
group by 1, 2, 3, 4, 5, 6, 7, 8
