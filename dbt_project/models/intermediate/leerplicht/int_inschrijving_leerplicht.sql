{{ config(materialized='per_schooljaar') }}

-- Enrolment spells known from leerplicht deliveries, each once (definities, section 0).

{{ inschrijvingen(['leerplicht']) }}
