{{ config(materialized='table') }}

-- A number that suppliers deliver with different birth dates: a warning for all of them, and the rows are not
-- joined until it is solved (spec leveringen, section 8).

select
    jongere.levering_id,
    'jongere' as tabel,
    jongere.regel,
    'geboortedatum' as kolom,
    'LP-NAT-GEBOORTEDATUM' as code,
    'waarschuwing' as ernst,
    'Een andere leveraar levert dit nummer met een andere geboortedatum; controleer nummer en geboortedatum in de BRP.'
        as melding
from {{ ref('stg_jongere') }} as jongere
inner join {{ ref('int_omstreden') }} as omstreden on jongere.pseudoniem = omstreden.pseudoniem
where jongere.schooljaar = {{ schooljaar() }}
