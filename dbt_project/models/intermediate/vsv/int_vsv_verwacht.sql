{{ config(materialized='table') }}

-- Indirect standardisation: the VSV that an area would have at the national rates of the year by category and age on
-- T0, beside what it has. Two measures: X, and X without the exemptions that need the table uitkomst (compares all).

with

profiel as (
    select * from {{ ref('vsv_profiel') }}
    where schooljaar = {{ schooljaar() }}
),

lang as (
    select regelversie, niveau, gebied, categorie, leeftijd, 'x' as maat, n, x from profiel
    union all
    select regelversie, niveau, gebied, categorie, leeftijd, 'x_zonder_uitkomst' as maat, n, x_zonder_uitkomst as x
    from profiel
),

landelijk as (
    select regelversie, maat, categorie, leeftijd, sum(x) / nullif(sum(n), 0) as kans
    from lang
    where niveau = 'land'
    group by regelversie, maat, categorie, leeftijd
),

landelijk_totaal as (
    select
        regelversie,
        maat,
        case when grouping(categorie) = 1 then 'TOTAAL' else categorie end as categorie,
        sum(x) / nullif(sum(n), 0) as kans
    from lang
    where niveau = 'land'
    group by grouping sets ((regelversie, maat), (regelversie, maat, categorie))
),

geteld as (
    select
        lang.regelversie,
        lang.niveau,
        lang.gebied,
        case when grouping(lang.categorie) = 1 then 'TOTAAL' else lang.categorie end as categorie,
        lang.maat,
        sum(lang.n)::bigint as n,
        sum(lang.x)::bigint as x,
        coalesce(sum(lang.n * landelijk.kans), 0) as verwacht
    from lang
    inner join landelijk
        on
            lang.regelversie = landelijk.regelversie and lang.maat = landelijk.maat
            and lang.categorie = landelijk.categorie and lang.leeftijd = landelijk.leeftijd
    group by grouping sets (
        (lang.regelversie, lang.maat, lang.niveau, lang.gebied),
        (lang.regelversie, lang.maat, lang.niveau, lang.gebied, lang.categorie)
    )
)

select
    {{ schooljaar() }} as schooljaar,
    geteld.regelversie,
    geteld.niveau,
    geteld.gebied,
    geteld.categorie,
    geteld.maat,
    geteld.n,
    geteld.x,
    round(geteld.verwacht, 6) as verwacht,
    round(100 * landelijk_totaal.kans, 6) as landelijk_pct
from geteld
inner join landelijk_totaal
    on
        geteld.regelversie = landelijk_totaal.regelversie and geteld.maat = landelijk_totaal.maat
        and geteld.categorie = landelijk_totaal.categorie
where geteld.n > 0
