{{ config(materialized='table') }}

-- An indicator more than a factor 2 from the year before (spec leveringen, section 8), when there is such a year. Below
-- 5 in both years a factor says nothing.

select
    levering_id,
    '' as tabel,
    null::integer as regel,
    '' as kolom,
    'LP-NAT-FACTOR-2' as code,
    'waarschuwing' as ernst,
    indicator || ' is ' || aantal || ' en was vorig schooljaar ' || aantal_vorig
    || '; dat verschil is meer dan een factor 2, controleer of de levering volledig is.' as melding
from {{ ref('int_cijfer_gemeente') }}
where greatest(aantal, aantal_vorig) >= 5 and (aantal > 2 * aantal_vorig or 2 * aantal < aantal_vorig)
