{{ config(materialized='table') }}

-- The municipality's own total differs from the computed one (spec leveringen, section 8; standard definition set).

with

verschil as (
    select * from {{ ref('opgave_verschil') }}
    where schooljaar = {{ schooljaar() }} and definitieset = {{ standaard_definitieset() }} and verschil <> 0
)

select
    levering_id,
    'opgave' as tabel,
    regel,
    'aantal' as kolom,
    'LP-NAT-OPGAVE' as code,
    'waarschuwing' as ernst,
    'Uw opgave van ' || indicator || ' (' || onderwijssoort_klasse || ') is ' || opgave || ', berekend is ' || berekend
    || '; vergelijk uw lijst met de gegevens die u levert of licht het verschil toe.' as melding
from verschil
