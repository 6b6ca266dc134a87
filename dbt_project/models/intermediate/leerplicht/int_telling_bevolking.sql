{{ config(materialized='table') }}

-- Populations counted per area, class, age and geslacht. On 1 October a person lives in one municipality; over the
-- whole year a person of several municipalities counts once per area, with the class of the earliest counted day.

with

-- not materialized: read twice, but in parallel and without a copy of the country
telplichtig as not materialized (
    select * from {{ jaardeel('int_telplichtig') }}
    where schooljaar = {{ schooljaar() }}
),

gebied as (
    select * from {{ ref('int_gebied') }}
),

-- the persons of the country in one pass; what follows adds up these few
cel as (
    select
        definitieset, gemeentecode, enig, op_teldag, leerplichtig, klasse_teldag, klasse_jaar, leeftijd, geslacht,
        count(*) as aantal
    from telplichtig
    group by definitieset, gemeentecode, enig, op_teldag, leerplichtig, klasse_teldag, klasse_jaar, leeftijd, geslacht
),

per_gemeente as (
    select
        cel.definitieset, cel.gemeentecode, indicator.indicator,
        cel.klasse_teldag as klasse, cel.leeftijd, cel.geslacht, cel.aantal
    from cel
    cross join
        lateral (
            values ('TELPLICHTIG'), (case when cel.leerplichtig then 'LEERPLICHTIG' else 'KWALIFICATIEPLICHTIG' end)
        ) as indicator (indicator)
    where cel.op_teldag
    union all
    select definitieset, gemeentecode, 'TELPLICHTIG_JAAR', klasse_jaar, leeftijd, geslacht, aantal
    from cel
    where enig
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
        per_gemeente.definitieset, gebied.niveau, gebied.gebied,
        per_gemeente.indicator, per_gemeente.klasse, per_gemeente.leeftijd, per_gemeente.geslacht, per_gemeente.aantal
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
