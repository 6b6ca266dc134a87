{{ config(pre_hook='{{ wis_geraakt_of_regio() }}', post_hook='{{ index_van_het_jaar(altijd=true) }}',
          indexes=blokken_per_schooljaar()) }}

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
