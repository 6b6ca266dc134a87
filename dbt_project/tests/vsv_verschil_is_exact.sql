-- The rate part of the decomposition, computed by its own formula, is what is left of the change after composition;
-- the categories add up to the total.

with

cel as (
    select
        *,
        n_van / totaal_n_van as aandeel_van,
        n_tot / totaal_n_tot as aandeel_tot,
        coalesce(x_van / nullif(n_van, 0), x_tot / nullif(n_tot, 0), 0) as kans_van,
        coalesce(x_tot / nullif(n_tot, 0), x_van / nullif(n_van, 0), 0) as kans_tot
    from {{ ref('int_vsv_jaarpaar') }}
),

zelf as (
    select
        schooljaar_van,
        schooljaar_tot,
        regelversie,
        niveau,
        gebied,
        100 * sum((kans_tot - kans_van) * (aandeel_van + aandeel_tot) / 2) as kans
    from cel
    group by schooljaar_van, schooljaar_tot, regelversie, niveau, gebied
),

categorieen as (
    select
        schooljaar_van,
        schooljaar_tot,
        regelversie,
        niveau,
        gebied,
        sum(kans) filter (where categorie <> 'TOTAAL') as kans_delen,
        sum(kans) filter (where categorie = 'TOTAAL') as kans_totaal,
        sum(samenstelling) filter (where categorie <> 'TOTAAL') as samenstelling_delen,
        sum(samenstelling) filter (where categorie = 'TOTAAL') as samenstelling_totaal
    from {{ ref('vsv_verschil') }}
    group by schooljaar_van, schooljaar_tot, regelversie, niveau, gebied
)

select *
from zelf
left join categorieen using (schooljaar_van, schooljaar_tot, regelversie, niveau, gebied)
where
    coalesce(abs(zelf.kans - categorieen.kans_totaal) > 0.00001, true)
    or abs(categorieen.kans_delen - categorieen.kans_totaal) > 0.0001
    or abs(categorieen.samenstelling_delen - categorieen.samenstelling_totaal) > 0.0001
