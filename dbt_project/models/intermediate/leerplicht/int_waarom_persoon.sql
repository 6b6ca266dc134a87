{{ config(materialized='view') }}

-- The persons behind every figure of every school year: indicators as counted, actions, and populations with the
-- class of the earliest counted day in the area.

with

-- not materialized: the planner would not see how many municipalities an area has, and conditions on the view would
-- not reach the tables
gebied as not materialized (
    select * from {{ ref('int_gebied_leerplicht') }}
),

definitieset as (
    select distinct schooljaar, definitieset from {{ ref('leerplichttelling') }}
),

telplichtig as not materialized (
    select int_telplichtig.*, gebied.niveau, gebied.gebied
    from {{ ref('int_telplichtig') }} as int_telplichtig
    inner join gebied using (schooljaar, gemeentecode)
),

actie as (
    select int_actie.*, gebied.niveau, gebied.gebied, definitieset.definitieset
    from {{ ref('int_actie') }} as int_actie
    inner join gebied using (schooljaar, gemeentecode)
    inner join definitieset using (schooljaar)
)

select schooljaar, definitieset, niveau, gebied, indicator, klasse, persoon
from {{ ref('int_geteld') }}
union all
select distinct schooljaar, definitieset, niveau, gebied, indicator, klasse, persoon
from actie
union all
select
    schooljaar,
    definitieset,
    niveau,
    gebied,
    'TELPLICHTIG_JAAR',
    (array_agg(klasse_jaar order by eerste_dag, gemeentecode))[1],
    persoon
from telplichtig
group by schooljaar, definitieset, niveau, gebied, persoon
union all
select schooljaar, definitieset, niveau, gebied, 'TELPLICHTIG', klasse_teldag, persoon
from telplichtig
where op_teldag
union all
select schooljaar, definitieset, niveau, gebied, 'LEERPLICHTIG', klasse_teldag, persoon
from telplichtig
where op_teldag and leerplichtig
union all
select schooljaar, definitieset, niveau, gebied, 'KWALIFICATIEPLICHTIG', klasse_teldag, persoon
from telplichtig
where op_teldag and not coalesce(leerplichtig, false)
