{{ config(materialized='view') }}

-- For each difference between opgave and computed figure the persons that make the computed one, with the lines of
-- that municipality's own delivery: for that supplier only.

with

verschil as (
    select * from {{ ref('opgave_verschil') }}
    where verschil <> 0
),

waarom as (
    select * from {{ ref('waarom') }}
    where niveau = 'gemeente'
)

select
    verschil.schooljaar,
    verschil.definitieset,
    verschil.gemeentecode,
    verschil.indicator,
    verschil.onderwijssoort_klasse,
    waarom.persoon,
    waarom.tabel,
    waarom.levering_id,
    waarom.regel
from verschil
inner join waarom
    on
        verschil.schooljaar = waarom.schooljaar
        and verschil.definitieset = waarom.definitieset
        and verschil.gemeentecode = waarom.gebied
        and verschil.gemeentecode = waarom.leveraar
        and verschil.indicator = waarom.indicator
        and verschil.onderwijssoort_klasse in ('TOTAAL', waarom.onderwijssoort_klasse)
