{{ config(pre_hook='{{ wis_bereik() }}') }}

-- Coverage of the leerplicht figures, one row per area.

select
    schooljaar,
    niveau,
    gebied,
    status,
    gemeenten,
    geleverd,
    bevolking_pct
from {{ ref('int_dekking_leerplicht') }}
