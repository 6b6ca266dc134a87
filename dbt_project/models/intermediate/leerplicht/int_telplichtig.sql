{{ config(materialized='per_schooljaar') }}

-- The populations: one row per definition set, person and municipality with at least one day of duty and residence in
-- the school year; whether and how it counts on 1 October; the class on the counting days.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

telplicht as (
    {{ dit_jaar('int_telplicht') }}
),

inwoner as (
    {{ dit_jaar('int_inwoner') }}
),

inschrijving as (
    {{ dit_jaar('int_inschrijving_leerplicht') }}
),

klasse as (
    select * from {{ ref('onderwijssoort_klasse') }}
),

plichtig as (
    select
        inwoner.schooljaar,
        telplicht.definitieset,
        inwoner.persoon,
        inwoner.gemeentecode,
        inwoner.enig,
        inwoner.leeftijd,
        inwoner.geslacht,
        lower(telplicht.telplicht * inwoner.verblijf) as eerste_dag,
        case when telplicht.telplicht @> bereik.t0 and inwoner.verblijf @> bereik.t0 then bereik.t0 end as teldag,
        telplicht.leerplicht @> bereik.t0 as leerplichtig
    from inwoner
    inner join telplicht on inwoner.persoon = telplicht.persoon
    cross join bereik
    where {{ overlapt('telplicht.telplicht', 'inwoner.verblijf') }}
),

op_eerste_dag as (
    {{ onderwijs_op_dag('plichtig', 'inschrijving', ['definitieset', 'persoon', 'gemeentecode'], 'eerste_dag') }}
),

op_teldag as (
    {{ onderwijs_op_dag('plichtig', 'inschrijving', ['definitieset', 'persoon', 'gemeentecode'], 'teldag') }}
)

select
    plichtig.schooljaar,
    plichtig.definitieset,
    plichtig.persoon,
    plichtig.gemeentecode,
    plichtig.enig,
    plichtig.leeftijd,
    plichtig.geslacht,
    plichtig.eerste_dag,
    coalesce(klasse_jaar.onderwijssoort_klasse, 'GEEN_ONDERWIJS') as klasse_jaar,
    plichtig.teldag is not null as op_teldag,
    plichtig.leerplichtig,
    coalesce(klasse_teldag.onderwijssoort_klasse, 'GEEN_ONDERWIJS') as klasse_teldag
from plichtig
left join op_eerste_dag using (definitieset, persoon, gemeentecode)
left join klasse as klasse_jaar on op_eerste_dag.onderwijssoort = klasse_jaar.onderwijssoort
left join op_teldag using (definitieset, persoon, gemeentecode)
left join klasse as klasse_teldag on op_teldag.onderwijssoort = klasse_teldag.onderwijssoort
