{{ config(materialized='view') }}

with

vsv as (
    select * from {{ ref('vsv') }}
),

stappen as (
    select
        vsv.schooljaar,
        vsv.regelversie,
        vsv.niveau,
        vsv.gebied,
        vsv.categorie,
        vsv.a,
        stap.volgorde,
        stap.stap,
        stap.aantal
    from vsv
    cross join lateral (
        values
        (0, 'A', vsv.a)
        {%- for uitkomst in vsv_uitkomsten() %}
        , ({{ loop.index }}, '{{ uitkomst }}', vsv.{{ uitkomst | lower }}) -- noqa: LT02,LT04,LT05
        {%- endfor %}
    ) as stap (volgorde, stap, aantal)
)

select
    schooljaar,
    regelversie,
    niveau,
    gebied,
    categorie,
    volgorde,
    stap,
    aantal,
    case
        when aantal is null then null
        when stap = 'VSV' then 0
        else
            a - coalesce(sum(aantal) filter (where volgorde > 0) over (
                partition by schooljaar, regelversie, niveau, gebied, categorie
                order by volgorde
            ), 0)
    end::bigint as rest
from stappen
