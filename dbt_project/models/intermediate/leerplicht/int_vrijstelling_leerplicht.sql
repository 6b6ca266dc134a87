{{ config(materialized='per_schooljaar') }}

-- Exemptions and replacing duty known from leerplicht deliveries, each once (definities, section 0).

{{ vrijstellingen(['leerplicht']) }}
