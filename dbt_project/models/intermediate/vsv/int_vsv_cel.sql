{{ config(materialized='table') }}

-- Persons of the base population of this build, counted per combination of what a VSV figure is broken down by.

with

persoon as (
    select * from {{ ref('int_vsv_persoon') }}
    where schooljaar = {{ schooljaar() }}
)

select
    {{ schooljaar() }} as schooljaar,
    regelversie,
    gemeentecode,
    regiocode,
    brin,
    categorie,
    leerweg,
    leeftijd,
    geslacht,
    uitkomst,
    entree_houder,
    adres_onbekend,
    count(*) as aantal
from persoon
group by
    regelversie, gemeentecode, regiocode, brin, categorie, leerweg, leeftijd, geslacht, uitkomst,
    entree_houder, adres_onbekend
