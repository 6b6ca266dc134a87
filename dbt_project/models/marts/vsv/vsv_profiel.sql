{{ config(pre_hook='{{ wis_bereik() }}', indexes=[{'columns': ['schooljaar', 'regelversie', 'niveau', 'gebied']}]) }}

with

cel as (
    select * from {{ ref('int_vsv_gebied_cel') }}
)

select
    schooljaar,
    regelversie,
    niveau,
    gebied,
    categorie,
    leeftijd,
    geslacht,
    coalesce(sum(aantal) filter (where uitkomst not like 'B\_%'), 0)::bigint as n,
    coalesce(sum(aantal) filter (where uitkomst = 'VSV'), 0)::bigint as x,
    coalesce(sum(aantal) filter (where uitkomst in ('VSV', 'D_DEFENSIE_POLITIE', 'D_ENTREE_WERK')), 0)::bigint
        as x_zonder_uitkomst
from cel
group by schooljaar, regelversie, niveau, gebied, categorie, leeftijd, geslacht
