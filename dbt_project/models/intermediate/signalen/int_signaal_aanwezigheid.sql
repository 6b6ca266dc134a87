{{ config(materialized='table') }}

-- ziekteverzuim: authorised absence above a share of the timetable in the last weeks of the delivery of attendance.

with

aanwezigheid as (
    {{ dit_jaar('int_aanwezigheid') }}
)

select
    null::text as definitieset,
    'ziekteverzuim' as signaal,
    persoon,
    begindatum as datum,
    null::date as toetsdag,
    null::date as geldig_tot,
    round(100 * uren_geoorloofd / uren_rooster, 2) as waarde,
    gemeentecode as leveraar,
    levering_id,
    'aanwezigheid' as tabel,
    null::integer as regel
from aanwezigheid
where periode = 'laatste_weken'
