-- Outcomes add up to A, A - B = N and X <= N. Where outcomes 6 and 7 are empty (no table uitkomst) what they hide is
-- the difference between X with and without the exemptions.

select *
from {{ ref('vsv') }}
where
    schooljaar = {{ schooljaar() }}
    and a is not null
    and not (
        a = x_zonder_uitkomst - x
        {%- for uitkomst in vsv_uitkomsten() if uitkomst not in ('D_DEFENSIE_POLITIE', 'D_ENTREE_WERK') %}
            + {{ uitkomst | lower }}
        {%- endfor %}
        and coalesce(d_defensie_politie + d_entree_werk = x_zonder_uitkomst - x, true)
        and b = b_overleden + b_vertrokken + b_vrijstelling
        and n = a - b
        and x = vsv
        and x <= n
        and x_zonder_entree <= x
        and x <= x_zonder_uitkomst
        and vsv_adres_onbekend <= vsv
    )
