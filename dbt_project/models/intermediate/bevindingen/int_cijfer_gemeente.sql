{{ config(materialized='table') }}

-- The computed totals of every municipality that delivered, with the delivery, the children that live there, the size
-- class of its peers and the total of the year before (standard definition set).

with

telling as (
    select * from {{ ref('leerplichttelling') }}
    where niveau = 'gemeente' and onderwijssoort_klasse = 'TOTAAL' and definitieset = {{ standaard_definitieset() }}
),

nu as (
    select * from telling
    where schooljaar = {{ schooljaar() }} and status <> 'ontbreekt'
),

bereik as (
    select schooljaar, left(schooljaar, 4)::integer as jaar from {{ ref('int_bereik') }}
),

vorig as (
    select telling.* from telling
    inner join bereik on telling.schooljaar = bereik.jaar - 1 || '/' || bereik.jaar
    where telling.status <> 'ontbreekt'
),

gemeente as (
    select * from {{ ref('int_gemeente') }}
),

levering as (
    select * from {{ ref('stg_levering') }}
    where schooljaar = {{ schooljaar() }} and soort = 'leerplicht'
)

select
    levering.levering_id,
    nu.gebied as gemeentecode,
    nu.indicator,
    nu.aantal,
    vorig.aantal as aantal_vorig,
    gemeente.inwoners_5_17,
    -- 2,500 and twice, four and eight times that
    width_bucket(gemeente.inwoners_5_17, array[2500, 5000, 10000, 20000]) as grootteklasse
from nu
inner join gemeente on nu.gebied = gemeente.gemeentecode
inner join levering on nu.gebied = levering.leveraar
left join vorig on nu.gebied = vorig.gebied and nu.indicator = vorig.indicator
