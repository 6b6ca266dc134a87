{{ config(materialized='incremental', incremental_strategy='per_persoon', indexes=index_per_persoon()) }}

-- Enrolment spells known from leerplicht deliveries, each once (definities, section 0).

{{ inschrijvingen(['leerplicht']) }}
