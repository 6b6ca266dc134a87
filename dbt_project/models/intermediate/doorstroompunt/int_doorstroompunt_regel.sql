{{ config(materialized='table') }}

-- The parameters of the Doorstroompunt on both reference dates of the school year.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

regel as (
    select * from {{ ref('doorstroompunt_regel') }}
),

peildata as (
    select schooljaar, t0 as peildatum from bereik
    union all
    select schooljaar, t1 as peildatum from bereik
)

select
    peildata.schooljaar,
    peildata.peildatum,
    regel.leeftijd_min,
    regel.leeftijd_tot,
    regel.werk_uren
from peildata
inner join regel
    on peildata.peildatum between coalesce(regel.geldig_van, '-infinity') and coalesce(regel.geldig_tot, 'infinity')
