{{ config(materialized='per_schooljaar') }}

-- Follow-up actions of the school year in the delivery of a municipality, by the indicator they count in.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

vervolgactie as (
    {{ met_persoon('stg_vervolgactie', soorten=['leerplicht']) }}
),

inschrijving as (
    {{ dit_jaar('int_inschrijving_leerplicht') }}
),

klasse as (
    select * from {{ ref('onderwijssoort_klasse') }}
),

actie as (
    select
        vervolgactie.*,
        case vervolgactie.soort
            when 'PROCES_VERBAAL'
                then 'PV_' || case vervolgactie.aanleiding when 'LRV' then 'RELATIEF' else vervolgactie.aanleiding end
            when 'MAS2_HALT' then 'HALT'
            when 'WAARSCHUWING' then 'WAARSCHUWING'
            when 'MAS1_VRIJWILLIGE_HULP' then 'MAS1'
            when 'MAS3_VERPLICHT_KADER' then 'MAS3'
            when 'MAS4_STRAFRECHT' then 'MAS4'
        end as indicator
    from vervolgactie
    inner join bereik on {{ bevat('bereik.sj', 'vervolgactie.datum') }}
),

onderwijs as (
    {{ onderwijs_op_dag('actie', 'inschrijving', ['leveraar', 'actienummer', 'persoon'], 'datum') }}
)

select
    actie.schooljaar,
    actie.persoon,
    actie.leveraar as gemeentecode,
    actie.indicator,
    actie.actienummer,
    actie.datum,
    coalesce(klasse.onderwijssoort_klasse, 'GEEN_ONDERWIJS') as klasse,
    actie.bron_id,
    actie.regel
from actie
left join onderwijs using (leveraar, actienummer, persoon)
left join klasse using (onderwijssoort)
where actie.indicator is not null
