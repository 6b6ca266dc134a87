{{ config(materialized='table') }}

-- Reported to both municipalities: two own spells that claim the same day (definities, section 6).

select
    levering_id,
    tabel,
    regel,
    'begindatum' as kolom,
    'LP-NAT-DUBBEL' as code,
    'waarschuwing' as ernst,
    'Ook gemeente ' || andere_gemeente || ' levert dat deze jongere daar woont, op dezelfde dagen (van '
    || eerste_dag
    || ' tot en met '
    || laatste_dag
    || '); zoek in de BRP op waar de jongere woont en pas het verblijf aan.'
        as melding
from {{ jaardeel('dubbel') }}
where schooljaar = {{ schooljaar() }}
