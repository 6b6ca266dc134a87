{{ config(materialized='table') }}

-- Reported to the municipality that was left, with the line, and to the named destination, without a line: it has
-- none (definities, section 6). Who is 'onbekend' is not reported: nobody can do anything about it yet.

with

verdwenen as (
    select * from {{ ref('verdwenen_bij_verhuizing') }}
    where schooljaar = {{ schooljaar() }} and uitkomst = 'verdwenen'
),

levering as (
    select * from {{ ref('stg_levering') }}
    where schooljaar = {{ schooljaar() }}
),

gemeente as (
    select * from {{ ref('int_gemeente') }}
),

per_jongere as (
    select distinct persoon, gemeentecode, laatste_dag, bestemming, leeftijdsgroep
    from verdwenen
    where bestemming is not null
)

select
    levering_id,
    tabel,
    regel,
    'einddatum' as kolom,
    'LP-NAT-VERDWENEN' as code,
    'waarschuwing' as ernst,
    'Deze jongere is volgens u na ' || laatste_dag || ' verhuisd'
    || coalesce(' naar ' || bestemming, '') || ', maar geen gemeente heeft de jongere daarna;'
    || ' zoek in de BRP op waar de jongere woont en draag de jongere over.' as melding
from verdwenen
union all
select
    levering.levering_id,
    'verblijf' as tabel,
    null::integer as regel,
    '' as kolom,
    'LP-NAT-VERDWENEN-HIERHEEN' as code,
    'waarschuwing' as ernst,
    'Volgens gemeente ' || per_jongere.gemeentecode || ' is een jongere na ' || per_jongere.laatste_dag || ' naar '
    || per_jongere.bestemming
    || ' verhuisd, maar die staat niet in uw levering; vraag de vorige gemeente om de overdracht.'
        as melding
from per_jongere
inner join gemeente on per_jongere.bestemming = gemeente.gemeentecode
inner join levering
    on
        levering.leveraar
        = case per_jongere.leeftijdsgroep when '18-26' then gemeente.regiocode else gemeente.gemeentecode end
