{{ config(materialized='incremental', incremental_strategy='per_persoon', indexes=blokken_per_schooljaar()) }}

-- Enrolment spells of both kinds of delivery, each once (definities, section 0).

{{ inschrijvingen() }}
