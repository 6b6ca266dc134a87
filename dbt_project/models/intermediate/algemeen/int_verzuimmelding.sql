{{ config(materialized='incremental', incremental_strategy='per_persoon', indexes=blokken_per_schooljaar()) }}

-- Absence reports of both kinds of delivery, each meldingsnummer once (definities, section 0).

{{ verzuimmeldingen() }}
