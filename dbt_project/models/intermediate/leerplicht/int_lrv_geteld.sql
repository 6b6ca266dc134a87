{{ config(materialized='per_schooljaar') }}

-- LRV spells that count, each in the municipality where the child lives on the counting day: spells that already
-- ran (LRV_BEGIN) on 1 August, spells that pass the four weeks in the school year (LRV_NIEUW) on that day.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

definitieset as (
    select * from {{ ref('int_definitieset') }}
),

spell as (
    {{ dit_jaar('int_lrv_spell') }}
),

inwoner as (
    {{ dit_jaar('int_inwoner') }}
),

vier_weken as (
    select
        spell.*,
        lower(spell.periode) + 7 * definitieset.lrv_weken as dag
    from spell
    inner join definitieset on spell.definitieset = definitieset.definitieset
),

soort as (
    select
        vier_weken.*,
        bereik.sj_begin,
        bereik.sj,
        vier_weken.periode @> bereik.dag_1_september and vier_weken.dag <= bereik.sj_begin as liep_al
    from vier_weken
    cross join bereik
),

teldag as (
    select
        *,
        case when liep_al then sj_begin else dag end as teldag
    from soort
    where liep_al or {{ bevat('sj', 'dag') }}
)

select
    teldag.schooljaar,
    teldag.definitieset,
    teldag.persoon,
    inwoner.gemeentecode,
    teldag.periode,
    teldag.liep_al,
    teldag.teldag
from teldag
inner join inwoner on teldag.persoon = inwoner.persoon and {{ bevat('inwoner.verblijf', 'teldag.teldag') }}
