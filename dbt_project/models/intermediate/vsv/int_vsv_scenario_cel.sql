{{ config(materialized='table') }}

-- VSV of this build per municipality and per combination of scenarios that leave the person out.

with

persoon as (
    select * from {{ ref('int_vsv_persoon') }}
    where schooljaar = {{ schooljaar() }} and is_vsv
),

scenario as (
    select * from {{ jaardeel('int_vsv_scenario') }}
    where schooljaar = {{ schooljaar() }}
)

select
    persoon.regelversie,
    persoon.gemeentecode,
    scenario.s28a,
    scenario.s28b,
    scenario.s28,
    scenario.s29,
    scenario.s30a,
    scenario.s30b,
    scenario.s30,
    scenario.sall,
    count(*) as aantal
from persoon
inner join scenario on persoon.regelversie = scenario.regelversie and persoon.persoon = scenario.persoon
group by
    persoon.regelversie, persoon.gemeentecode, scenario.s28a, scenario.s28b, scenario.s28, scenario.s29,
    scenario.s30a, scenario.s30b, scenario.s30, scenario.sall
