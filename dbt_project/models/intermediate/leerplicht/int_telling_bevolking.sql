{{ config(materialized='table') }}

-- Populations counted per area, class, age and geslacht. On 1 October a person lives in one municipality; over the
-- whole year a person of several municipalities counts once per area, with the class of the earliest counted day.

with

gebied as (
    select * from {{ ref('int_gebied') }}
),

cel as (
    select * from {{ ref('int_telplichtig_cel') }}
    where schooljaar = {{ schooljaar() }} and aantal > 0
),

van_meer_gemeenten as (
    select * from {{ jaardeel('int_telplichtig') }}
    where schooljaar = {{ schooljaar() }} and not enig
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
    select distinct on (van_meer_gemeenten.definitieset, gebied.niveau, gebied.gebied, van_meer_gemeenten.persoon)
        van_meer_gemeenten.*,
        gebied.niveau,
        gebied.gebied
    from van_meer_gemeenten
    inner join gebied on van_meer_gemeenten.gemeentecode = gebied.gemeentecode
    order by
        van_meer_gemeenten.definitieset,
        gebied.niveau,
        gebied.gebied,
        van_meer_gemeenten.persoon,
        van_meer_gemeenten.eerste_dag,
        van_meer_gemeenten.gemeentecode
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
