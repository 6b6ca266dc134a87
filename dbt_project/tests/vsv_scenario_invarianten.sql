-- SALL <= S28, S29, S30 <= X; what SALL leaves out is at most the sum of the single removals; alleen <= verwijderd.

with

breed as (
    select
        scenario.regelversie,
        scenario.niveau,
        scenario.gebied,
        vsv.x,
        count(*) as scenarios,
        bool_and(scenario.over + scenario.verwijderd = vsv.x) filter (where scenario.scenario <> 'S27') as telt_op,
        bool_and(coalesce(scenario.alleen <= scenario.verwijderd, true)) as alleen_past,
        {%- for code in ['S28A', 'S28B', 'S28', 'S29', 'S30A', 'S30B', 'S30', 'SALL'] %}
            sum(scenario.over) filter (where scenario.scenario = '{{ code }}') as {{ code | lower }},
        {%- endfor %}
        sum(scenario.verwijderd) filter (where scenario.scenario in ('S28A', 'S28B', 'S29', 'S30A', 'S30B')) as los,
        sum(scenario.verwijderd) filter (where scenario.scenario = 'SALL') as weg
    from {{ ref('vsv_scenario') }} as scenario
    inner join {{ ref('vsv') }} as vsv
        on
            scenario.schooljaar = vsv.schooljaar and scenario.regelversie = vsv.regelversie
            and scenario.niveau = vsv.niveau and scenario.gebied = vsv.gebied and vsv.categorie = 'TOTAAL'
    where scenario.schooljaar = {{ schooljaar() }}
    group by scenario.regelversie, scenario.niveau, scenario.gebied, vsv.x
)

select *
from breed
where
    scenarios <> 9
    or (
        x is not null
        and not (
            telt_op and alleen_past
            and sall <= least(s28, s29, s30) and greatest(s28, s29, s30) <= x
            and s28 <= least(s28a, s28b) and s30 <= least(s30a, s30b)
            and weg <= los
        )
    )
