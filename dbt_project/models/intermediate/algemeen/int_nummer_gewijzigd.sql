{{ config(materialized='table') }}

-- Numbers of whom the deliveries in force say something else than at the last build of the school year, or on another
-- line; of a correction read from landing, for the delivery that it took the place of is in no staging view.

{{ gewijzigde_nummers() }}
