{{ config(pre_hook='{{ wis_bereik() }}') }}

with

kader as (
    select * from {{ ref('int_vsv_kader') }}
    where niveau <> 'instelling'
),

vsv as (
    select * from {{ ref('vsv') }}
    where schooljaar = {{ schooljaar() }} and categorie = 'TOTAAL'
),

verwijderd as (
    select * from {{ ref('int_vsv_scenario_gebied') }}
),

s27 as (
    select s27.regelversie, gebied.niveau, gebied.gebied, sum(s27.n)::bigint as n, sum(s27.x)::bigint as x
    from {{ ref('int_vsv_s27') }} as s27
    inner join {{ ref('int_vsv_gebied') }} as gebied on s27.gemeentecode = gebied.gemeentecode
    group by s27.regelversie, gebied.niveau, gebied.gebied
),

scenarios as (
    {%- for scenario in vsv_scenarios() %}
        select
            '{{ scenario.code }}' as scenario, {{ scenario.anders is not none }} as heeft_alleen,
            {% if scenario.nodig %}'{{ scenario.nodig }}'{% else %}null{% endif %} as nodig
        union all
    {%- endfor %}
    select 'S27' as scenario, false as heeft_alleen, null as nodig
),

basis as (
    select
        kader.*,
        scenarios.scenario,
        case when scenarios.scenario = 'S27' then coalesce(s27.n, 0) else vsv.n end as noemer,
        case when scenarios.scenario <> 'S27' and kader.geleverd then coalesce(verwijderd.verwijderd, 0) end as weg,
        case when scenarios.heeft_alleen and kader.geleverd then coalesce(verwijderd.alleen, 0) end as alleen,
        case
            when kader.geleverd and scenarios.scenario = 'S27' then coalesce(s27.x, 0)
            when kader.geleverd then vsv.x - coalesce(verwijderd.verwijderd, 0)
        end as over,
        case scenarios.nodig
            when 'praktijkverklaring' then kader.regios_praktijkverklaring
            when 'certificaat' then kader.regios_certificaat
            when 'beide' then kader.regios_beide
        end as regios_registratie
    from kader
    cross join scenarios
    inner join vsv on kader.regelversie = vsv.regelversie and kader.niveau = vsv.niveau and kader.gebied = vsv.gebied
    left join s27 on kader.regelversie = s27.regelversie and kader.niveau = s27.niveau and kader.gebied = s27.gebied
    left join verwijderd
        on
            kader.regelversie = verwijderd.regelversie and kader.niveau = verwijderd.niveau
            and kader.gebied = verwijderd.gebied and scenarios.scenario = verwijderd.scenario
)

select
    schooljaar,
    regelversie,
    niveau,
    gebied,
    scenario,
    over,
    weg as verwijderd,
    alleen,
    {{ procent('over', 'noemer') }} as pct_n1,
    {{ procent('over', 'noemer - weg') }} as pct_n2,
    {{ procent('regios_registratie', 'regios') }} as dekking_pct,
    status
from basis
