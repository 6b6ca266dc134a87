{{ config(materialized='incremental', incremental_strategy='append', pre_hook='{{ wis_bereik(per_persoon=true) }}',
          indexes=index_per_persoon()) }}

-- Exemptions and replacing duty known from leerplicht deliveries, each once (definities, section 0).

{{ vrijstellingen(['leerplicht']) }}
