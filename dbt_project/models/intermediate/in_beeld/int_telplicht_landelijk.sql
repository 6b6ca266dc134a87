{{ config(materialized='per_schooljaar') }}

-- Duty as known from both kinds of delivery, of persons with an LRV report (definities, sections 1 and 6).

{{ telplicht(uitgezonderd='int_uitgezonderd_landelijk', alleen='int_lrv_melder') }}
