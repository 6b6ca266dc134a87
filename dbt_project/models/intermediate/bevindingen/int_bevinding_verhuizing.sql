{{ config(materialized='table') }}

-- Reported to both municipalities: a residence that ran on while another municipality already had the child
-- (definities, section 1).

with

verhuizing as (
    select * from {{ jaardeel('verhuizing_niet_afgesloten') }}
    where schooljaar = {{ schooljaar() }}
)

select
    levering_id,
    'verblijf' as tabel,
    regel,
    'einddatum' as kolom,
    'LP-NAT-VERHUIZING' as code,
    'waarschuwing' as ernst,
    'Volgens levering ' || andere_leveraar || ' woont deze jongere vanaf ' || ander_begin || ' in ' || andere_gemeente
    || '; sluit het verblijf in ' || gemeentecode || ' af of controleer de verhuizing in de BRP.' as melding
from verhuizing
union all
select
    andere_levering_id,
    'verblijf',
    andere_regel,
    'begindatum',
    'LP-NAT-VERHUIZING',
    'waarschuwing',
    'Volgens levering ' || leveraar || ' woont deze jongere na ' || ander_begin || ' nog in ' || gemeentecode
    || '; controleer de begindatum van het verblijf in ' || andere_gemeente || ' in de BRP.'
from verhuizing
