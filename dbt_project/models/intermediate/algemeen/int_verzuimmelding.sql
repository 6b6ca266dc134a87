{{ config(materialized='incremental', incremental_strategy='append', pre_hook='{{ wis_bereik(per_persoon=true) }}',
          indexes=index_per_persoon()) }}

-- Absence reports of both kinds of delivery, each meldingsnummer once (definities, section 0).

{{ verzuimmeldingen() }}
