{{ config(materialized='per_schooljaar') }}

-- Who must go to school on which days, per definition set (definities, section 1): persons whose duty touches
-- the school year or the days up to the horizon.

{{ telplicht() }}
