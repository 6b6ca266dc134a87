{# Longitudinal tables for research (publicatie, section 4): queries that give one row per person of the school year. #}

{# Days of these periods that fall in the school year, each day once. #}
{% macro dagen_in_schooljaar(cte, per=['persoon']) -%}
    select {{ per | join(', ') }}, sum(upper(dagen.deel) - lower(dagen.deel))::integer as dagen
    from (
        select {{ per | join(', ') }}, range_agg({{ cte }}.periode * bereik.sj) as samen
        from {{ cte }}
        cross join {{ ref('int_bereik') }} as bereik
        where {{ overlapt(cte ~ '.periode', 'bereik.sj') }}
        group by {{ per | join(', ') }}
    ) as per_persoon
    cross join lateral unnest(per_persoon.samen) as dagen (deel)
    group by {{ per | join(', ') }}
{%- endmacro %}

{# The row that holds 1 October of the school year, else the first that touches the school year. #}
{% macro op_teldatum(cte, gelijk) -%}
    select distinct on ({{ cte }}.persoon) {{ cte }}.*
    from {{ cte }}
    cross join {{ ref('int_bereik') }} as bereik
    where {{ overlapt(cte ~ '.periode', 'bereik.sj') }}
    order by
        {{ cte }}.persoon, ({{ cte }}.periode @> bereik.t0) desc, lower({{ cte }}.periode), {{ cte }}.{{ gelijk }} collate "C"
{%- endmacro %}

{# Last day of a period, inclusive; empty when it runs on to the horizon of the school year. #}
{% macro laatste_dag(periode) -%}
    case when upper({{ periode }}) <= bereik.horizon then upper({{ periode }}) - 1 end
{%- endmacro %}

{# Join with jongere_in_beeld on one reference date, for `persoon` and `definitieset`. #}
{% macro toestand_op(alias, peildatum) -%}
    {{ alias }}.schooljaar = persoon.schooljaar
        and {{ alias }}.persoon = persoon.persoon
        and {{ alias }}.definitieset = definitieset.definitieset
        and {{ alias }}.peildatum = {{ peildatum }}
{%- endmacro %}
