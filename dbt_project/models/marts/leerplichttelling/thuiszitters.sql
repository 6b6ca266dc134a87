{{ config(pre_hook='{{ wis_bereik() }}') }}

-- Thuiszitters in five definitions side by side: distinct persons, and the sum of the indicators (as the ministry
-- publishes).

with

dekking as (
    select * from {{ ref('int_dekking_leerplicht') }}
),

definitieset as (
    select * from {{ ref('int_definitieset') }}
),

code as (
    select code, indicator
    from (
        values
        ('T_2015', array['LRV_TOTAAL']),
        ('T_2016', array['LRV_TOTAAL', 'AV_TOTAAL']),
        ('T_PACT', array['LRV_GT3M', 'AV_GT3M']),
        ('T_BREED', array['LRV_TOTAAL', 'AV_TOTAAL', 'VR_5_ONDER_A']),
        ('T_BEELD', array['LRV_TOTAAL', 'AV_TOTAAL', 'VR_5_ONDER_A', 'ZORGWEKKEND'])
    ) as lijst (code, indicatoren)
    cross join lateral unnest(indicatoren) as indicator (indicator)
),

geteld as (
    select * from {{ jaardeel('int_geteld') }}
    where schooljaar = {{ schooljaar() }}
),

uit_beeld as (
    select definitieset, niveau, gebied, count(*) as personen
    from geteld
    where indicator = 'AV_UIT_BEELD'
    group by definitieset, niveau, gebied
),

per_code as (
    select
        geteld.definitieset, geteld.niveau, geteld.gebied, code.code,
        count(distinct geteld.persoon) as personen,
        count(*) as som
    from geteld
    inner join code on geteld.indicator = code.indicator
    group by geteld.definitieset, geteld.niveau, geteld.gebied, code.code
),

codes as (
    select distinct code from code
)

select
    dekking.schooljaar,
    definitieset.definitieset,
    dekking.niveau,
    dekking.gebied,
    codes.code,
    case when dekking.status <> 'ontbreekt' then coalesce(per_code.personen, 0)::integer end as personen,
    case when dekking.status <> 'ontbreekt' then coalesce(per_code.som, 0)::integer end as som,
    case when dekking.status <> 'ontbreekt' and codes.code = 'T_BEELD' then coalesce(uit_beeld.personen, 0)::integer end
        as waarvan_uit_beeld
from dekking
cross join definitieset
cross join codes
left join per_code using (definitieset, niveau, gebied, code)
left join uit_beeld using (definitieset, niveau, gebied)
