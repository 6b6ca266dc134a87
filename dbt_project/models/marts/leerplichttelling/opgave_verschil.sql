{{ config(pre_hook='{{ wis_bereik() }}') }}

-- A municipality's own totals beside the computed ones.

with

opgave as (
    select * from {{ ref('stg_opgave') }}
    where schooljaar = {{ schooljaar() }} and soort_levering = 'leerplicht'
),

definitieset as (
    select * from {{ ref('int_definitieset') }}
),

berekend as (
    select * from {{ ref('leerplichttelling') }}
    where schooljaar = {{ schooljaar() }} and niveau = 'gemeente'
)

select
    opgave.schooljaar,
    definitieset.definitieset,
    opgave.leveraar as gemeentecode,
    opgave.indicator,
    opgave.onderwijssoort_klasse,
    opgave.aantal as opgave,
    coalesce(berekend.aantal, 0) as berekend,
    opgave.aantal - coalesce(berekend.aantal, 0) as verschil,
    opgave.toelichting,
    opgave.levering_id,
    opgave.regel
from opgave
cross join definitieset
left join berekend
    on
        definitieset.definitieset = berekend.definitieset
        and opgave.leveraar = berekend.gebied
        and opgave.indicator = berekend.indicator
        and opgave.onderwijssoort_klasse = berekend.onderwijssoort_klasse
where opgave.aantal is not null
