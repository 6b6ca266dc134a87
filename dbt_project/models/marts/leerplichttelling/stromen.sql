{{ config(pre_hook='{{ wis_bereik() }}') }}

-- Flows: persons per area by state on 1 September and on 31 July.

select
    schooljaar,
    definitieset,
    niveau,
    gebied,
    van,
    naar,
    personen
from {{ ref('int_stroom') }}
