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

-- the latest version of a person (macro laatste_versie), and who else told of them, in one pass
versie as (
    select distinct on (persoon)
        *,
        bool_or(soort_levering = 'leerplicht') over alle_versies as in_leerplicht,
        bool_or(soort_levering = 'doorstroompunt') over alle_versies as in_doorstroompunt
    from jongere
    window
        alle_versies as (
            partition by persoon
            order by aangemaakt desc, leveraar desc, regel asc
            rows between unbounded preceding and unbounded following
        )
    order by persoon asc, aangemaakt desc, leveraar desc, regel asc
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
)

select
    versie.schooljaar,
    versie.persoon,
    versie.geboortedatum,
    versie.geslacht,
    versie.herkomst,
    coalesce(overleden.datum, overleden_verblijf.datum) as datum_overlijden,
    versie.in_leerplicht,
    versie.in_doorstroompunt,
    versie.leveraar,
    versie.bron_id,
    versie.regel
from versie
left join overleden on versie.persoon = overleden.persoon
left join overleden_verblijf on versie.persoon = overleden_verblijf.persoon
