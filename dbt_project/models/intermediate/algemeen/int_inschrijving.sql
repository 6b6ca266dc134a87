{{ config(materialized='per_schooljaar') }}

-- Enrolment spells of both kinds of delivery, each once (definities, section 0).

{{ inschrijvingen() }}
