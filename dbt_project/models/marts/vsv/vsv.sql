{{ config(pre_hook='{{ wis_bereik() }}') }}

with

kader as (
    select * from {{ ref('int_vsv_kader') }}
),

-- what no column here tells apart is added up first
cel as (
    select
        regelversie, niveau, gebied, categorie, uitkomst, entree_houder, adres_onbekend,
        sum(aantal)::bigint as aantal
    from {{ ref('int_vsv_gebied_cel') }}
    group by regelversie, niveau, gebied, categorie, uitkomst, entree_houder, adres_onbekend
),

stand as (
    select * from {{ ref('vsv_stand') }}
),

norm as (
    select * from {{ ref('vsv_norm') }}
),

geteld as (
    select
        regelversie,
        niveau,
        gebied,
        case when grouping(categorie) = 1 then 'TOTAAL' else categorie end as categorie,
        {{ vsv_tellingen() }}
    from cel
    group by grouping sets ((regelversie, niveau, gebied), (regelversie, niveau, gebied, categorie))
),

-- TOTAAL is always there, also at zero; a category only when somebody counts
rijen as (
    select regelversie, niveau, gebied, 'TOTAAL' as categorie from kader
    union
    select regelversie, niveau, gebied, categorie from geteld
)

select
    kader.schooljaar,
    rijen.regelversie,
    rijen.niveau,
    rijen.gebied,
    rijen.categorie,
    {%- for kolom in vsv_kolommen() %}
        {%- if kolom in ('d_defensie_politie', 'd_entree_werk') %}
            case when kader.geleverd and not kader.zonder_uitkomst then coalesce(geteld.{{ kolom }}, 0) end
                as {{ kolom }},
        {%- else %}
            case when kader.geleverd then coalesce(geteld.{{ kolom }}, 0) end as {{ kolom }},
        {%- endif %}
    {%- endfor %}
    {{ procent('geteld.x', 'geteld.n') }} as vsv_pct,
    norm.norm_pct,
    kader.status,
    kader.dekking_gemeenten_pct,
    kader.dekking_bevolking_pct,
    stand.stand,
    case when kader.zonder_uitkomst and kader.gebruikt_uitkomst then 'bovengrens' end as grens
from rijen
inner join kader
    on rijen.regelversie = kader.regelversie and rijen.niveau = kader.niveau and rijen.gebied = kader.gebied
inner join stand on kader.schooljaar = stand.schooljaar and kader.regelversie = stand.regelversie
left join geteld
    on
        rijen.regelversie = geteld.regelversie and rijen.niveau = geteld.niveau and rijen.gebied = geteld.gebied
        and rijen.categorie = geteld.categorie
left join norm on kader.schooljaar = norm.schooljaar and rijen.categorie = norm.categorie
