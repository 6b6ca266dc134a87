{{ config(materialized='table') }}

-- An indicator more than 3 robust deviations from peers of equal size (spec leveringen, section 8): per 1,000 children
-- against the median of the municipalities of the size class, in units of 1.4826 times the median absolute deviation.
-- Silent with fewer than 8 peers, and where more than half of them have the very same value (no deviation is known).

with

cijfer as (
    select
        *,
        1000.0 * aantal / inwoners_5_17 as promille
    from {{ ref('int_cijfer_gemeente') }}
    where inwoners_5_17 > 0
),

midden as (
    select
        indicator,
        grootteklasse,
        count(*) as gemeenten,
        percentile_cont(0.5) within group (order by promille) as mediaan
    from cijfer
    group by indicator, grootteklasse
),

afstand as (
    select
        cijfer.*,
        midden.gemeenten,
        midden.mediaan,
        abs(cijfer.promille - midden.mediaan) as afstand
    from cijfer
    inner join midden on cijfer.indicator = midden.indicator and cijfer.grootteklasse = midden.grootteklasse
),

spreiding as (
    select
        indicator,
        grootteklasse,
        1.4826 * percentile_cont(0.5) within group (order by afstand) as robuuste_afwijking
    from afstand
    group by indicator, grootteklasse
)

select
    afstand.levering_id,
    '' as tabel,
    null::integer as regel,
    '' as kolom,
    'LP-NAT-AFWIJKING' as code,
    'waarschuwing' as ernst,
    afstand.indicator
    || ' is '
    || afstand.aantal
    || '; gemeenten van dezelfde grootte hebben er naar verhouding ongeveer '
    || round((afstand.mediaan * afstand.inwoners_5_17 / 1000)::numeric)
    || ', controleer of de levering volledig is en of de codes kloppen.' as melding
from afstand
inner join spreiding on afstand.indicator = spreiding.indicator and afstand.grootteklasse = spreiding.grootteklasse
where
    afstand.gemeenten > 8
    and spreiding.robuuste_afwijking > 0
    and afstand.afstand > 3 * spreiding.robuuste_afwijking
