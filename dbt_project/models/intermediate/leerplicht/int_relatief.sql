{{ config(materialized='per_schooljaar') }}

-- Relatief verzuim: one row per person, municipality and family (16 hours, luxury); class of the first report.

with

melding as (
    {{ dit_jaar('int_relatief_melding') }}
),

per_familie as (
    select 'RV_16U' as familie, melding.* from melding
    where telt_16u
    union all
    select 'RV_LUXE' as familie, melding.* from melding
    where telt_luxe
)

select
    schooljaar,
    definitieset,
    persoon,
    gemeentecode,
    familie,
    min(begindatum) as eerste,
    (array_agg(klasse order by begindatum, meldingsnummer collate "C"))[1] as klasse,
    case
        when familie = 'RV_16U' and count(distinct begindatum) > 1 then array['RV_16U', 'RV_HERHAALD']
        else array[familie]
    end as indicatoren
from per_familie
group by schooljaar, definitieset, persoon, gemeentecode, familie
