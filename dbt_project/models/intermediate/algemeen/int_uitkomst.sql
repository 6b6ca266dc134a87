{{ config(materialized='per_schooljaar') }}

-- Where a young person stands on a reference date, each person and date once (definities, section 0).

with

rij as (
    {{ met_persoon('stg_uitkomst') }}
),

versie as (
    {{ laatste_versie('rij', ['persoon', 'peildatum']) }}
)

select
    schooljaar,
    persoon,
    peildatum,
    arbeid_uren,
    uitkering,
    opleiding_defensie_politie,
    leveraar,
    bron_id,
    regel
from versie
