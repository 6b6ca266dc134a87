{{ config(materialized='per_schooljaar', meta={'of_regio': true}) }}

-- The base population of the VSV count with its outcome, per rule version. An outcome depends on what the region
-- delivers as well.

with

vsv as (
    select * from {{ ref('int_vsv_persoon') }}
    where schooljaar = {{ schooljaar() }} {{ alleen_geraakt_of_regio() }}
)

select
    schooljaar,
    regelversie,
    persoon,
    regiocode,
    gemeentecode,
    brin,
    onderwijssoort,
    categorie,
    leerweg,
    leeftijd,
    geslacht,
    uitkomst,
    is_vsv,
    entree_houder,
    adres_onbekend
from vsv
