{{ config(materialized='table') }}

-- Populations counted per area, class, age and geslacht. On 1 October a person lives in one municipality; over the
-- whole year a person of several municipalities counts once per area, with the class of the earliest counted day.

with

telplichtig as (
    select * from {{ ref('int_telplichtig') }}
    where schooljaar = {{ schooljaar() }}
),

gebied as (
    select * from {{ ref('int_gebied') }}
),

per_gemeente as (
    select
        definitieset, gemeentecode, indicator.indicator, klasse_teldag as klasse, leeftijd, geslacht, count(*) as aantal
    from telplichtig
    cross join
        lateral (
            values ('TELPLICHTIG'), (case when leerplichtig then 'LEERPLICHTIG' else 'KWALIFICATIEPLICHTIG' end)
        ) as indicator (indicator)
    where op_teldag
    group by definitieset, gemeentecode, indicator.indicator, klasse_teldag, leeftijd, geslacht
    union all
    select definitieset, gemeentecode, 'TELPLICHTIG_JAAR', klasse_jaar, leeftijd, geslacht, count(*)
    from telplichtig
    where enig
    group by definitieset, gemeentecode, klasse_jaar, leeftijd, geslacht
),

verhuisd as (
    select distinct on (telplichtig.definitieset, gebied.niveau, gebied.gebied, telplichtig.persoon)
        telplichtig.*,
        gebied.niveau,
        gebied.gebied
    from telplichtig
    inner join gebied on telplichtig.gemeentecode = gebied.gemeentecode
    where not telplichtig.enig
    order by
        telplichtig.definitieset,
        gebied.niveau,
        gebied.gebied,
        telplichtig.persoon,
        telplichtig.eerste_dag,
        telplichtig.gemeentecode
),

delen as (
    select
        per_gemeente.definitieset,
        gebied.niveau,
        gebied.gebied,
        per_gemeente.indicator,
        per_gemeente.klasse,
        per_gemeente.leeftijd,
        per_gemeente.geslacht,
        per_gemeente.aantal
    from per_gemeente
    inner join gebied on per_gemeente.gemeentecode = gebied.gemeentecode
    union all
    select definitieset, niveau, gebied, 'TELPLICHTIG_JAAR', klasse_jaar, leeftijd, geslacht, 1
    from verhuisd
)

select
    {{ schooljaar() }} as schooljaar, definitieset, niveau, gebied, indicator, klasse, leeftijd, geslacht,
    sum(aantal)::integer as aantal
from delen
group by definitieset, niveau, gebied, indicator, klasse, leeftijd, geslacht
