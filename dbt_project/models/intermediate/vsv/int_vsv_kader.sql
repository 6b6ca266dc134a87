{{ config(materialized='table') }}

-- Areas and institutions with VSV rows, per rule version: coverage, whether X is an upper bound, what is registered.

with

gebied as (
    select * from {{ ref('int_vsv_gebied') }}
),

regio as (
    select * from {{ ref('int_vsv_regio') }}
    where schooljaar = {{ schooljaar() }}
),

regelversie as (
    select * from {{ ref('int_regelversie') }}
),

cel as (
    select distinct brin, regiocode from {{ ref('int_vsv_cel') }}
),

per_gemeente as (
    select gebied.niveau, gebied.gebied, gebied.gemeentecode, gebied.inwoners_12_22, regio.*
    from gebied
    inner join regio on gebied.regiocode = regio.regiocode
    union all
    select 'instelling' as niveau, cel.brin as gebied, null as gemeentecode, 0 as inwoners_12_22, regio.*
    from cel
    inner join regio on cel.regiocode = regio.regiocode
),

dekking as (
    select
        niveau,
        gebied,
        bool_or(geleverd) as geleverd,
        case
            when niveau = 'instelling' then null
            when bool_and(geleverd) then 'volledig'
            when bool_or(geleverd) then 'onvolledig'
            else 'ontbreekt'
        end as status,
        coalesce(bool_or(geleverd and not met_uitkomst), false) as zonder_uitkomst,
        {{ procent('count(gemeentecode) filter (where geleverd)', 'count(gemeentecode)') }} as dekking_gemeenten_pct,
        {{ procent('coalesce(sum(inwoners_12_22) filter (where geleverd), 0)', 'sum(inwoners_12_22)') }}
            as dekking_bevolking_pct,
        count(distinct regiocode) as regios,
        count(distinct regiocode) filter (where met_praktijkverklaring) as regios_praktijkverklaring,
        count(distinct regiocode) filter (where met_certificaat) as regios_certificaat,
        count(distinct regiocode) filter (where met_praktijkverklaring and met_certificaat) as regios_beide
    from per_gemeente
    group by niveau, gebied
)

select
    regelversie.schooljaar,
    regelversie.regelversie,
    regelversie.entree_werk_vrij or regelversie.defensie_politie_vrij as gebruikt_uitkomst,
    dekking.*
from dekking
cross join regelversie
