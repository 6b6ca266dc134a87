{{ config(materialized='incremental', incremental_strategy='per_persoon', indexes=blokken_per_schooljaar()) }}

-- Enrolment spells known from leerplicht deliveries, each once (definities, section 0).

{{ inschrijvingen(['leerplicht']) }}
