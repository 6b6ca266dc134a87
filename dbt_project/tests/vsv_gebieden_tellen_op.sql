-- Everybody lives in one municipality on T0: regions, provinces and the country are the sums of their municipalities,
-- per category, and the institutions together are the country.

with

som as (
    select
        regelversie,
        categorie,
        niveau,
        sum(a) as a,
        sum(n) as n,
        sum(x) as x,
        sum(x_zonder_entree) as x_zonder_entree,
        sum(x_zonder_uitkomst) as x_zonder_uitkomst
    from {{ ref('vsv') }}
    where schooljaar = {{ schooljaar() }}
    group by regelversie, categorie, niveau
)

select som.*
from som
inner join som as land on som.regelversie = land.regelversie and som.categorie = land.categorie and land.niveau = 'land'
where
    (som.a, som.n, som.x, som.x_zonder_entree, som.x_zonder_uitkomst)
    is distinct from (land.a, land.n, land.x, land.x_zonder_entree, land.x_zonder_uitkomst)
