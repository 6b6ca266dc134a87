{{ config(materialized='incremental', incremental_strategy='per_persoon', indexes=index_per_persoon()) }}

-- Absence reports of both kinds of delivery, each meldingsnummer once (definities, section 0).

{{ verzuimmeldingen() }}
