{{ config(materialized='per_schooljaar') }}

-- Absence reports of both kinds of delivery, each meldingsnummer once (definities, section 0).

{{ verzuimmeldingen() }}
