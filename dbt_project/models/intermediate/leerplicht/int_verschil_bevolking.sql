{{ config(materialized='table') }}

-- Populations of those persons whose duty, class or counting day differs between definition sets, per area; the many
-- others are the same in every set.

with

telplichtig as (
    select * from {{ jaardeel('int_telplichtig') }}
    where schooljaar = {{ schooljaar() }}
),

sets as (
    select count(*) as aantal from {{ ref('int_definitieset') }}
),

ongelijk as (
    select persoon, gemeentecode, eerste_dag, klasse_jaar, op_teldag, leerplichtig, klasse_teldag
    from telplichtig
    where (select sets.aantal from sets) > 1
    group by persoon, gemeentecode, eerste_dag, klasse_jaar, op_teldag, leerplichtig, klasse_teldag
    having count(*) < (select sets.aantal from sets)
),

per_gebied as (
    select telplichtig.*, gebied.niveau, gebied.gebied
    from telplichtig
    inner join {{ ref('int_gebied') }} as gebied on telplichtig.gemeentecode = gebied.gemeentecode
    where telplichtig.persoon in (select ongelijk.persoon from ongelijk)
),

jaar as (
    select distinct on (definitieset, niveau, gebied, persoon)
        definitieset, niveau, gebied, 'TELPLICHTIG_JAAR' as indicator, persoon, klasse_jaar as klasse
    from per_gebied
    order by definitieset, niveau, gebied, persoon, eerste_dag, gemeentecode
)

select * from jaar
union all
select definitieset, niveau, gebied, 'TELPLICHTIG', persoon, klasse_teldag
from per_gebied
where op_teldag
union all
select
    definitieset, niveau, gebied,
    case when leerplichtig then 'LEERPLICHTIG' else 'KWALIFICATIEPLICHTIG' end,
    persoon, klasse_teldag
from per_gebied
where op_teldag
