{{ config(pre_hook='{{ wis_bereik() }}') }}

with

cel as (
    select * from {{ ref('int_vsv_gebied_cel') }}
),

kader as (
    select * from {{ ref('int_vsv_kader') }}
),

geteld as (
    select
        regelversie,
        niveau,
        gebied,
        case
            when grouping(leerweg) = 0 then 'leerweg'
            when grouping(leeftijd) = 0 then 'leeftijd'
            else 'geslacht'
        end as kenmerk,
        case
            when grouping(leerweg) = 0 then leerweg
            when grouping(leeftijd) = 0 then leeftijd::text
            else geslacht
        end as waarde,
        {{ vsv_tellingen() }}
    from cel
    group by grouping sets (
        (regelversie, niveau, gebied, leerweg),
        (regelversie, niveau, gebied, leeftijd),
        (regelversie, niveau, gebied, geslacht)
    )
)

select
    kader.schooljaar,
    geteld.regelversie,
    geteld.niveau,
    geteld.gebied,
    geteld.kenmerk,
    geteld.waarde,
    geteld.a,
    geteld.b,
    geteld.n,
    geteld.x,
    geteld.x_zonder_entree,
    geteld.x_zonder_uitkomst,
    {{ procent('geteld.x', 'geteld.n') }} as vsv_pct,
    kader.status,
    case when kader.zonder_uitkomst and kader.gebruikt_uitkomst then 'bovengrens' end as grens
from geteld
inner join kader
    on geteld.regelversie = kader.regelversie and geteld.niveau = kader.niveau and geteld.gebied = kader.gebied
