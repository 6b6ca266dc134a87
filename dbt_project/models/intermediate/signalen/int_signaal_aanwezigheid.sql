{{ config(materialized='table') }}

-- ziekteverzuim: authorised absence above a share of the timetable in the last weeks of the delivery of attendance.

with

aanwezigheid as (
    {{ dit_jaar('int_aanwezigheid') }}
),

bron as (
    {{ bronnen() }}
)

select
    null::text as definitieset,
    'ziekteverzuim' as signaal,
    aanwezigheid.persoon,
    aanwezigheid.begindatum as datum,
    null::date as toetsdag,
    null::date as geldig_tot,
    round(100 * aanwezigheid.uren_geoorloofd / aanwezigheid.uren_rooster, 2) as waarde,
    aanwezigheid.gemeentecode as leveraar,
    bron.bron_id,
    'aanwezigheid' as tabel,
    null::integer as regel
from aanwezigheid
inner join bron on aanwezigheid.levering_id = bron.levering_id
where aanwezigheid.periode = 'laatste_weken'
