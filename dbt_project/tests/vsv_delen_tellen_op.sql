-- Categories, and the values of each personal characteristic, add up to TOTAAL of the same area.

with

totaal as (
    select * from {{ ref('vsv') }}
    where schooljaar = {{ schooljaar() }} and categorie = 'TOTAAL' and a > 0
),

delen as (
    select regelversie, niveau, gebied, 'categorie' as kenmerk, a, n, x
    from {{ ref('vsv') }}
    where schooljaar = {{ schooljaar() }} and categorie <> 'TOTAAL'
    union all
    select regelversie, niveau, gebied, kenmerk, a, n, x
    from {{ ref('vsv_uitsplitsing') }}
    where schooljaar = {{ schooljaar() }}
    union all
    select regelversie, niveau, gebied, 'profiel' as kenmerk, null as a, n, x
    from {{ ref('vsv_profiel') }}
    where schooljaar = {{ schooljaar() }}
),

kenmerk (kenmerk) as (
    values ('categorie'), ('leerweg'), ('leeftijd'), ('geslacht'), ('profiel')
),

som as (
    select regelversie, niveau, gebied, kenmerk, sum(a) as a, sum(n) as n, sum(x) as x
    from delen
    group by regelversie, niveau, gebied, kenmerk
)

select
    totaal.regelversie,
    totaal.niveau,
    totaal.gebied,
    kenmerk.kenmerk,
    totaal.a,
    totaal.n,
    totaal.x,
    som.a as som_a,
    som.n as som_n,
    som.x as som_x
from totaal
cross join kenmerk
left join som
    on
        totaal.regelversie = som.regelversie and totaal.niveau = som.niveau and totaal.gebied = som.gebied
        and kenmerk.kenmerk = som.kenmerk
where
    (totaal.n, totaal.x) is distinct from (som.n, som.x)
    or (kenmerk.kenmerk <> 'profiel' and totaal.a is distinct from som.a)
