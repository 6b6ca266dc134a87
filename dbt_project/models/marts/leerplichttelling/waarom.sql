{{ config(materialized='view') }}

-- Why this number: the persons behind any figure and the lines of deliveries that the rule reads about them.

with

persoon as (
    select * from {{ ref('int_waarom_persoon') }}
),

regel as (
    select * from {{ ref('int_waarom_regel') }}
),

bron as (
    select * from {{ ref('int_bron') }}
)

select
    persoon.schooljaar,
    persoon.definitieset,
    persoon.niveau,
    persoon.gebied,
    persoon.indicator,
    persoon.klasse as onderwijssoort_klasse,
    persoon.persoon,
    regel.tabel,
    regel.leveraar,
    bron.levering_id,
    regel.regel
from persoon
inner join regel
    on
        persoon.schooljaar = regel.schooljaar
        and persoon.persoon = regel.persoon
        and (regel.indicatoren is null or persoon.indicator like any(regel.indicatoren))
inner join bron on regel.schooljaar = bron.schooljaar and regel.bron_id = bron.bron_id
