-- Missing is not zero: an area without a delivery has its TOTAAL row and scenarios with empty figures; other areas
-- have figures.

select regelversie, niveau, gebied, categorie as rij
from {{ ref('vsv') }}
where
    schooljaar = {{ schooljaar() }}
    and (
        (
            status = 'ontbreekt'
            and (categorie <> 'TOTAAL' or num_nonnulls(a, b, n, x, x_zonder_entree, vsv, vsv_pct) > 0)
        )
        or (status is distinct from 'ontbreekt' and num_nulls(a, b, n, x, x_zonder_entree, vsv) > 0)
    )
union all
select regelversie, niveau, gebied, scenario as rij
from {{ ref('vsv_scenario') }}
where
    schooljaar = {{ schooljaar() }}
    and (
        (status = 'ontbreekt' and num_nonnulls(over, verwijderd, alleen, pct_n1, pct_n2) > 0)
        or (status <> 'ontbreekt' and over is null)
    )
