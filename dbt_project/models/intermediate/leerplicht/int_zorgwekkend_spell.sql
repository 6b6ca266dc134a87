{{ config(materialized='per_schooljaar') }}

-- Spells of authorised but worrying absence, made like LRV spells; only thuiszitters code T_BEELD counts them.

{{ verzuimspells('int_verzuimmelding_leerplicht', 'int_vrijstelling_leerplicht', soort='zorgwekkend') }}
