{{ config(materialized='view') }}

-- Series over the school years in the warehouse, with the known breaks joined (definities, section 3).

with

-- not materialized: who asks for one school year need not wait for all of them
cijfer as not materialized (
    select schooljaar, definitieset, niveau, gebied, indicator, onderwijssoort_klasse, aantal, status
    from {{ ref('leerplichttelling') }}
    union all
    select
        thuiszitters.schooljaar,
        thuiszitters.definitieset,
        thuiszitters.niveau,
        thuiszitters.gebied,
        thuiszitters.code,
        'TOTAAL',
        thuiszitters.personen,
        dekking.status
    from {{ ref('thuiszitters') }} as thuiszitters
    inner join {{ ref('dekking') }} as dekking using (schooljaar, niveau, gebied)
),

breuk as (
    select * from {{ ref('reeksbreuk') }}
    where reeks = 'leerplichttelling'
),

breuken as (
    select
        cijfer.schooljaar,
        cijfer.indicator,
        string_agg(breuk.omschrijving, '; ' order by breuk.omschrijving collate "C") as breuk,
        string_agg(breuk.bron, '; ' order by breuk.omschrijving collate "C") as breuk_bron
    from (select distinct schooljaar, indicator from cijfer) as cijfer
    inner join breuk
        on
            cijfer.schooljaar = breuk.schooljaar
            and (breuk.indicator = 'ALLE' or cijfer.indicator like breuk.indicator || '\_%')
    group by cijfer.schooljaar, cijfer.indicator
)

select
    cijfer.schooljaar,
    cijfer.definitieset,
    cijfer.niveau,
    cijfer.gebied,
    cijfer.indicator,
    cijfer.onderwijssoort_klasse,
    cijfer.aantal,
    vorig.aantal as aantal_vorig_jaar,
    cijfer.status,
    breuken.breuk,
    breuken.breuk_bron
from cijfer
left join cijfer as vorig
    on
        -- of the year before, so that who asks for one school year reads two: the planner knows then what this gives
        right(vorig.schooljaar, 4) || '/' || (right(vorig.schooljaar, 4)::integer + 1)::text = cijfer.schooljaar
        and cijfer.definitieset = vorig.definitieset
        and cijfer.niveau = vorig.niveau
        and cijfer.gebied = vorig.gebied
        and cijfer.indicator = vorig.indicator
        and cijfer.onderwijssoort_klasse = vorig.onderwijssoort_klasse
left join breuken on cijfer.schooljaar = breuken.schooljaar and cijfer.indicator = breuken.indicator
