{{ config(materialized='table') }}

-- Everything that may raise a signal, with the day that is tested and the municipality of residence on that day
-- (without a test: on the day itself).

with

kandidaat as (
    select {{ signaal_kolommen() }} from {{ ref('int_signaal_verzuim') }}
    union all
    select {{ signaal_kolommen() }} from {{ ref('int_signaal_school') }}
    union all
    select {{ signaal_kolommen() }} from {{ ref('int_signaal_verhuizing') }}
    union all
    select {{ signaal_kolommen() }} from {{ ref('int_signaal_plicht') }}
    union all
    select {{ signaal_kolommen() }} from {{ ref('int_signaal_aanwezigheid') }}
),

definitieset as (
    select definitieset from {{ ref('int_definitieset') }}
),

gemeente as (
    select gemeentecode from {{ ref('int_gemeente') }}
),

woont as (
    {{ dit_jaar('int_woont') }}
)

select
    definitieset.definitieset,
    kandidaat.signaal,
    kandidaat.persoon,
    woont.gemeentecode,
    kandidaat.datum,
    kandidaat.toetsdag,
    kandidaat.geldig_tot,
    kandidaat.waarde,
    kandidaat.leveraar,
    kandidaat.bron_id,
    kandidaat.tabel,
    kandidaat.regel
from kandidaat
inner join definitieset on definitieset.definitieset = coalesce(kandidaat.definitieset, definitieset.definitieset)
inner join woont
    on
        kandidaat.persoon = woont.persoon
        and {{ bevat('woont.periode', 'coalesce(kandidaat.toetsdag, kandidaat.datum)') }}
inner join gemeente on woont.gemeentecode = gemeente.gemeentecode
