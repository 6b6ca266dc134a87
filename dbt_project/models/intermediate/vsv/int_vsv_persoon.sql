{{ config(materialized='view') }}

-- Base population A with its outcome: one row per person, rule version and school year in the warehouse.

with

breed as (
    select * from {{ ref('int_vsv_breed') }}
)

select
    schooljaar,
    regelversie,
    persoon,
    gemeentecode,
    regiocode,
    brin,
    onderwijssoort,
    categorie,
    leerweg,
    leeftijd,
    geslacht,
    uitkomst,
    uitkomst = 'VSV' as is_vsv,
    entree_houder,
    adres_onbekend,
    bron_id,
    regel
from breed
where in_a
