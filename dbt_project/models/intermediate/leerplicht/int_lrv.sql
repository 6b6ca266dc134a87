{{ config(materialized='per_schooljaar') }}

-- Langdurig relatief verzuim: one row per person and municipality that counts; the indicators that apply.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

geteld as (
    {{ dit_jaar('int_lrv_geteld') }}
),

verloop as (
    {{ dit_jaar('int_lrv_verloop') }}
),

klasse as (
    {{ dit_jaar('int_lrv_klasse') }}
),

woont as (
    {{ dit_jaar('int_woont_leerplicht') }}
),

per_gemeente as (
    select schooljaar, definitieset, persoon, gemeentecode, bool_or(liep_al) as liep_al
    from geteld
    group by schooljaar, definitieset, persoon, gemeentecode
),

-- last day of the last stay in the municipality, or of life
laatste_dag as (
    select persoon, gemeentecode, max(upper(periode)) - 1 as dag
    from woont
    where persoon in (select geteld.persoon from geteld)
    group by persoon, gemeentecode
)

select
    per_gemeente.schooljaar,
    per_gemeente.definitieset,
    per_gemeente.persoon,
    per_gemeente.gemeentecode,
    klasse.eerste,
    klasse.klasse,
    array_remove(array[
        'LRV_TOTAAL',
        case when per_gemeente.liep_al then 'LRV_BEGIN' else 'LRV_NIEUW' end,
        case when verloop.gt3m then 'LRV_GT3M' end,
        case when bereik.sj @> laatste_dag.dag and verloop.dagen @> laatste_dag.dag then 'LRV_VERHUISD' end,
        case when verloop.teruggeleid then 'LRV_TERUGGELEID' end,
        case when verloop.lopend then 'LRV_OPEN' end
    ], null) as indicatoren
from per_gemeente
inner join verloop using (definitieset, persoon)
inner join klasse using (definitieset, persoon, gemeentecode)
inner join laatste_dag using (persoon, gemeentecode)
cross join bereik
