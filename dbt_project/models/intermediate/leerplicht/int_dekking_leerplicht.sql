{{ config(materialized='table') }}

-- Coverage of every area by leerplicht deliveries in force: share of its municipalities and of its population of 5-17.

with

gebied as (
    select * from {{ ref('int_gebied') }}
),

gemeente as (
    select * from {{ ref('int_gemeente') }}
),

per_gebied as (
    select
        gemeente.schooljaar,
        gebied.niveau,
        gebied.gebied,
        count(*)::integer as gemeenten,
        (count(*) filter (where gemeente.geleverd_leerplicht))::integer as geleverd,
        sum(gemeente.inwoners_5_17) as inwoners,
        coalesce(sum(gemeente.inwoners_5_17) filter (where gemeente.geleverd_leerplicht), 0) as inwoners_geleverd
    from gebied
    inner join gemeente on gebied.gemeentecode = gemeente.gemeentecode
    group by gemeente.schooljaar, gebied.niveau, gebied.gebied
)

select
    schooljaar,
    niveau,
    gebied,
    case when geleverd = 0 then 'ontbreekt' when geleverd = gemeenten then 'volledig' else 'onvolledig' end as status,
    gemeenten,
    geleverd,
    -- empty where no population is known
    case
        when niveau = 'gemeente' then 100.00 * geleverd
        else round(100.0 * inwoners_geleverd / nullif(inwoners, 0), 2)
    end::numeric(5, 2) as bevolking_pct
from per_gebied
