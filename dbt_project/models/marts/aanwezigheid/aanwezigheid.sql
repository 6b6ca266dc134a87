{{ config(pre_hook='{{ wis_bereik() }}') }}

-- Attendance per area and period with its coverage; an area without any delivery of attendance has one empty row.

with

gebied as (
    select * from {{ ref('int_gebied') }}
),

levering as (
    select gemeentecode from {{ ref('int_aanwezigheid_levering') }}
),

gemeente as (
    select * from {{ ref('int_gemeente') }}
),

dekking as (
    select
        gebied.niveau,
        gebied.gebied,
        count(*) as gemeenten,
        count(levering.gemeentecode) as geleverd,
        {{ procent('sum(gemeente.inwoners_5_17) filter (where levering.gemeentecode is not null)', 'sum(gemeente.inwoners_5_17)') }} as bevolking_pct -- noqa: LT05
    from gebied
    inner join gemeente on gebied.gemeentecode = gemeente.gemeentecode
    left join levering on gebied.gemeentecode = levering.gemeentecode
    group by gebied.niveau, gebied.gebied
),

telling as (
    select * from {{ ref('int_aanwezigheid_gebied') }}
)

select
    {{ schooljaar() }} as schooljaar,
    dekking.niveau,
    dekking.gebied,
    coalesce(telling.periode, 'schooljaar') as periode,
    coalesce(telling.begindatum, make_date(left({{ schooljaar() }}, 4)::integer, 8, 1)) as begindatum,
    coalesce(telling.onderwijssoort, 'TOTAAL') as onderwijssoort,
    coalesce(telling.leeftijd, 'TOTAAL') as leeftijd,
    telling.leerlingen,
    telling.uren_rooster,
    {{ procent('telling.uren_aanwezig', 'telling.uren_rooster') }} as aanwezigheid_pct,
    {{ procent('telling.uren_geoorloofd', 'telling.uren_rooster') }} as geoorloofd_pct,
    {{ procent('telling.uren_ongeoorloofd', 'telling.uren_rooster') }} as ongeoorloofd_pct,
    {{ procent('telling.onder_90', 'telling.leerlingen') }} as onder_90_pct,
    {{ procent('telling.onder_50', 'telling.leerlingen') }} as onder_50_pct,
    dekking.gemeenten,
    dekking.geleverd,
    coalesce(dekking.bevolking_pct, 0) as bevolking_pct,
    case
        when dekking.geleverd = dekking.gemeenten then 'volledig'
        when dekking.geleverd > 0 then 'onvolledig'
        else 'ontbreekt'
    end as status
from dekking
left join telling on dekking.niveau = telling.niveau and dekking.gebied = telling.gebied
