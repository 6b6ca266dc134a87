{{ config(materialized='per_schooljaar') }}

-- Absence reports known from leerplicht deliveries, each meldingsnummer once (definities, section 0).

{{ verzuimmeldingen(['leerplicht'], woont='int_woont_leerplicht') }}
