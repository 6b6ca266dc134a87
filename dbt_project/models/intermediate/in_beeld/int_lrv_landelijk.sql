{{ config(materialized='per_schooljaar') }}

-- LRV spells known from both kinds of delivery, per definition set (definities, sections 2 and 6).

{{ verzuimspells('int_verzuimmelding', 'int_vrijstelling', telplicht='int_telplicht_landelijk') }}
