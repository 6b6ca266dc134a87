{{ config(materialized='table') }}

-- Control limits of the funnel plot: exact quantiles of the binomial distribution around the expected value of each
-- school (Spiegelhalter 2005): 95 % between the 2.5 and 97.5 % quantile, 99.8 % between 0.1 and 99.9 %. By Bernstein's
-- inequality more than v + 8 sqrt(v) + 30 has a probability below e^-32 when v is expected, and is left out.

with

school as (
    select
        regelversie,
        brin,
        noemer,
        verwacht,
        least(greatest((verwacht / noemer)::double precision, 1e-12), 1 - 1e-12) as kans
    from {{ ref('int_herkomst_school') }}
),

-- ln of P(k) / P(k - 1)
stap as (
    select
        school.*,
        k.k,
        case
            when k.k = 0 then school.noemer * ln(1 - school.kans)
            else ln((school.noemer - k.k + 1)::double precision / k.k) + ln(school.kans / (1 - school.kans))
        end as ln_verhouding
    from school
    cross join
        lateral generate_series(
            0, least(school.noemer, ceil(school.verwacht + 8 * sqrt(school.verwacht) + 30)::integer)
        ) as k (k)
),

-- a probability below e^-700 adds nothing to a quantile, and is no number any more for a school of thousands
kansen as (
    select
        *,
        exp(greatest(sum(ln_verhouding) over (partition by regelversie, brin order by k), -700)) as kans_k
    from stap
),

verdeling as (
    select
        *,
        sum(kans_k) over (partition by regelversie, brin order by k) as kans_tot_en_met
    from kansen
)

select
    regelversie,
    brin,
    coalesce(min(k) filter (where kans_tot_en_met >= 0.001), 0) as onder_998,
    coalesce(min(k) filter (where kans_tot_en_met >= 0.025), 0) as onder_95,
    coalesce(min(k) filter (where kans_tot_en_met >= 0.975), max(k)) as boven_95,
    coalesce(min(k) filter (where kans_tot_en_met >= 0.999), max(k)) as boven_998
from verdeling
group by regelversie, brin
