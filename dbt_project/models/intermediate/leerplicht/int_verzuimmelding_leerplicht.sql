{{ config(materialized='incremental', incremental_strategy='per_persoon', indexes=blokken_per_schooljaar()) }}

-- Absence reports known from leerplicht deliveries, each meldingsnummer once (definities, section 0).

{{ verzuimmeldingen(['leerplicht'], woont='int_woont_leerplicht') }}
