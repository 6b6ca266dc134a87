{{ config(pre_hook='{{ wis_bereik() }}') }}

-- The leerplichttelling: number per area, indicator and class, with TOTAAL rows that are always there.

with

dekking as (
    select * from {{ ref('int_dekking_leerplicht') }}
),

definitieset as (
    select * from {{ ref('int_definitieset') }}
),

indicator as (
    select code as indicator from {{ ref('codelijst') }}
    where lijst = 'indicator'
),

telling as (
    select * from {{ ref('int_telling') }}
),

gebied as (
    select * from {{ ref('int_gebied') }}
),

per_klasse as (
    select definitieset, niveau, gebied, indicator, coalesce(klasse, 'TOTAAL') as klasse, sum(aantal) as aantal
    from telling
    group by definitieset, niveau, gebied, indicator, rollup (klasse)
),

-- what the municipalities of an area count together
som as (
    select
        per_klasse.definitieset, gebied.niveau, gebied.gebied, per_klasse.indicator, per_klasse.klasse,
        sum(per_klasse.aantal) as aantal
    from per_klasse
    inner join gebied on per_klasse.gebied = gebied.gemeentecode
    where per_klasse.niveau = 'gemeente'
    group by per_klasse.definitieset, gebied.niveau, gebied.gebied, per_klasse.indicator, per_klasse.klasse
),

altijd as (
    select definitieset.definitieset, dekking.niveau, dekking.gebied, indicator.indicator, 'TOTAAL' as klasse
    from dekking
    cross join definitieset
    cross join indicator
    union
    select som.definitieset, som.niveau, som.gebied, som.indicator, som.klasse
    from som
    inner join indicator on som.indicator = indicator.indicator
    where som.klasse <> 'TOTAAL'
    union
    select per_klasse.definitieset, per_klasse.niveau, per_klasse.gebied, per_klasse.indicator, per_klasse.klasse
    from per_klasse
    inner join indicator on per_klasse.indicator = indicator.indicator
    where per_klasse.klasse <> 'TOTAAL'
)

select
    dekking.schooljaar,
    altijd.definitieset,
    altijd.niveau,
    altijd.gebied,
    altijd.indicator,
    altijd.klasse as onderwijssoort_klasse,
    case when dekking.status <> 'ontbreekt' then coalesce(per_klasse.aantal, 0)::integer end as aantal,
    case when dekking.status <> 'ontbreekt' then (coalesce(som.aantal, 0) - coalesce(per_klasse.aantal, 0))::integer end
        as dubbel_geteld,
    dekking.status
from altijd
inner join dekking using (niveau, gebied)
left join per_klasse using (definitieset, niveau, gebied, indicator, klasse)
left join som using (definitieset, niveau, gebied, indicator, klasse)
