{{ config(materialized='per_schooljaar') }}

-- LRV spells of persons, from leerplicht deliveries (definities, section 2).

{{ verzuimspells('int_verzuimmelding_leerplicht', 'int_vrijstelling_leerplicht') }}
