{{ config(materialized='per_schooljaar') }}

-- Exemptions and replacing duty of both kinds of delivery, each once (definities, section 0).

{{ vrijstellingen() }}
