{{ config(pre_hook='{{ wis_jaarparen() }}') }}

with

paar as (
    select * from {{ ref('int_vsv_jaarpaar') }}
),

-- a cell that is empty in one of the years has no rate there: it takes that of the other year, so that all it
-- brings is composition
cel as (
    select
        *,
        n_van / totaal_n_van as aandeel_van,
        n_tot / totaal_n_tot as aandeel_tot,
        coalesce(x_van / nullif(n_van, 0), x_tot / nullif(n_tot, 0), 0) as kans_van,
        coalesce(x_tot / nullif(n_tot, 0), x_van / nullif(n_van, 0), 0) as kans_tot
    from paar
),

geteld as (
    select
        schooljaar_van,
        schooljaar_tot,
        regelversie,
        niveau,
        gebied,
        case when grouping(categorie) = 1 then 'TOTAAL' else categorie end as categorie,
        sum(n_van)::bigint as n_van,
        sum(x_van)::bigint as x_van,
        sum(n_tot)::bigint as n_tot,
        sum(x_tot)::bigint as x_tot,
        round(100 * (sum(x_tot) / min(totaal_n_tot) - sum(x_van) / min(totaal_n_van)), 6) as verschil,
        round(100 * sum((aandeel_tot - aandeel_van) * (kans_van + kans_tot) / 2), 6) as samenstelling
    from cel
    group by grouping sets (
        (schooljaar_van, schooljaar_tot, regelversie, niveau, gebied),
        (schooljaar_van, schooljaar_tot, regelversie, niveau, gebied, categorie)
    )
)

select
    schooljaar_van,
    schooljaar_tot,
    regelversie,
    niveau,
    gebied,
    categorie,
    n_van,
    x_van,
    n_tot,
    x_tot,
    {{ procent('x_van', 'n_van') }} as vsv_pct_van,
    {{ procent('x_tot', 'n_tot') }} as vsv_pct_tot,
    verschil,
    samenstelling,
    -- the decomposition is exact, so the rate part is the rest (tested against its own formula)
    verschil - samenstelling as kans
from geteld
