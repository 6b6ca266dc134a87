{{ config(materialized='per_schooljaar',
          meta={'uniek': true}) }}

-- One row per national identity of the school year, with the day of death known from any delivery.

with

jongere as (
    {{ met_persoon('stg_jongere') }}
),

jongere_alle_jaren as (
    {{ met_persoon('stg_jongere', alle_jaren=true) }}
),

verblijf as (
    {{ met_persoon('stg_verblijf') }}
),

versie as (
    {{ laatste_versie('jongere', ['persoon']) }}
),

overleden as (
    select persoon, min(datum_overlijden) as datum
    from jongere_alle_jaren
    where is_overleden
    group by persoon
),

overleden_verblijf as (
    select persoon, min(einddatum) as datum
    from verblijf
    where reden_einde = 'overleden' and einddatum is not null
    group by persoon
),

soorten as (
    select
        persoon,
        bool_or(soort_levering = 'leerplicht') as in_leerplicht,
        bool_or(soort_levering = 'doorstroompunt') as in_doorstroompunt
    from jongere
    group by persoon
)

select
    versie.schooljaar,
    versie.persoon,
    versie.geboortedatum,
    versie.geslacht,
    versie.herkomst,
    coalesce(overleden.datum, overleden_verblijf.datum) as datum_overlijden,
    soorten.in_leerplicht,
    soorten.in_doorstroompunt,
    versie.leveraar,
    versie.levering_id,
    versie.regel
from versie
inner join soorten on versie.persoon = soorten.persoon
left join overleden on versie.persoon = overleden.persoon
left join overleden_verblijf on versie.persoon = overleden_verblijf.persoon
