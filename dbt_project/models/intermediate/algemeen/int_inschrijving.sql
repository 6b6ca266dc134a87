{{ config(materialized='incremental', incremental_strategy='per_persoon', indexes=index_per_persoon()) }}

-- Enrolment spells of both kinds of delivery, each once (definities, section 0).

{{ inschrijvingen() }}
