{{ config(materialized='table') }}

-- Per area and scenario the persons left out of VSV, and those left out by this scenario only.

with

cel as (
    select * from {{ ref('int_vsv_scenario_cel') }}
),

gebied as (
    select niveau, gebied, gemeentecode from {{ ref('int_vsv_gebied') }}
),

per_scenario as (
    {%- for scenario in vsv_scenarios() %}
        {% if not loop.first %}union all{% endif %}
        select
            regelversie,
            gemeentecode,
            '{{ scenario.code }}' as scenario,
            sum(aantal) as verwijderd,
            {%- if scenario.anders %}
                coalesce(sum(aantal) filter (where not ({{ scenario.anders | join(' or ') }})), 0) as alleen
            {%- else %}
                null::numeric as alleen
            {%- endif %}
        from cel
        where {{ scenario.vlag }}
        group by regelversie, gemeentecode
    {%- endfor %}
)

select
    per_scenario.regelversie,
    gebied.niveau,
    gebied.gebied,
    per_scenario.scenario,
    sum(per_scenario.verwijderd)::bigint as verwijderd,
    sum(per_scenario.alleen)::bigint as alleen
from per_scenario
inner join gebied on per_scenario.gemeentecode = gebied.gemeentecode
group by per_scenario.regelversie, gebied.niveau, gebied.gebied, per_scenario.scenario
