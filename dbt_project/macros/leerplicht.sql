{# Rows of a person-level table of this build: this school year, and only the affected persons. A partial build takes
   them as a set of its own: the planner would take "affected" in one table as independent of "affected" in the next,
   expect one person of thousands, and join tables row by row. #}
{% macro dit_jaar(model) -%}
    {%- if not execute or not is_volledig() -%}
    with van_geraakten as materialized (
        select * from {{ jaardeel(model) }}
        where schooljaar = {{ schooljaar() }} {{ alleen_geraakt() }}
    )
    select * from van_geraakten
    {%- else -%}
    select * from {{ jaardeel(model) }}
    where schooljaar = {{ schooljaar() }}
    {%- endif -%}
{%- endmacro %}

{# Grounds of exemption that take away the duty to be enrolled (definities, section 1: vrijgesteld). #}
{% macro gronden_vrijgesteld() -%}
    ('5_ONDER_A', '5_ONDER_B', '5_ONDER_C', 'ART5A_TREKKEND', 'ART15')
{%- endmacro %}

{# A spell [lower, upper) longer than a number of months in PostgreSQL's date arithmetic (definities, section 0). #}
{% macro langer_dan_maanden(periode, maanden) -%}
    upper({{ periode }}) > (lower({{ periode }}) + make_interval(months => {{ maanden }}))::date
{%- endmacro %}

{# The type of education last followed before a day: of the enrolments that ended before column `eerste` of `cte` the
   one with the later einddatum, later begindatum, lower brin (definities, section 2). No row: never enrolled before. #}
{% macro laatste_onderwijs(cte, inschrijving, sleutel, dag='eerste') -%}
    select distinct on ({% for kolom in sleutel %}{{ cte }}.{{ kolom }}{{ ', ' if not loop.last }}{% endfor %})
        {% for kolom in sleutel %}{{ cte }}.{{ kolom }}, {% endfor -%}
        {{ inschrijving }}.onderwijssoort
    from {{ cte }}
    inner join {{ inschrijving }}
        on {{ cte }}.persoon = {{ inschrijving }}.persoon and upper({{ inschrijving }}.periode) <= {{ cte }}.{{ dag }}
    order by
        {% for kolom in sleutel %}{{ cte }}.{{ kolom }}, {% endfor -%}
        upper({{ inschrijving }}.periode) desc, {{ inschrijving }}.begindatum desc, {{ inschrijving }}.brin
{%- endmacro %}

{# The type of education on a day: of the enrolments that hold column `dag` of `cte` the one with the later
   begindatum, lower brin (definities, section 2). No row: not enrolled that day. #}
{% macro onderwijs_op_dag(cte, inschrijving, sleutel, dag) -%}
    select distinct on ({% for kolom in sleutel %}{{ cte }}.{{ kolom }}{{ ', ' if not loop.last }}{% endfor %})
        {% for kolom in sleutel %}{{ cte }}.{{ kolom }}, {% endfor -%}
        {{ inschrijving }}.onderwijssoort
    from {{ cte }}
    inner join {{ inschrijving }}
        on {{ cte }}.persoon = {{ inschrijving }}.persoon and {{ bevat(inschrijving ~ '.periode', cte ~ '.' ~ dag) }}
    order by
        {% for kolom in sleutel %}{{ cte }}.{{ kolom }}, {% endfor -%}
        {{ inschrijving }}.begindatum desc, {{ inschrijving }}.brin
{%- endmacro %}

{# The definition set of the official figures, with which the others are compared. #}
{% macro standaard_definitieset() -%}
    '2025-1'
{%- endmacro %}

{# Indicator of the leerplichttelling that counts a ground of exemption or replacing duty. #}
{% macro vrijstelling_indicator(grond) -%}
    case {{ grond }}
        when 'ART5A_TREKKEND' then 'VR_ART5A'
        when 'ART15' then 'VR_15'
        when 'ART3A' then 'VL_3A'
        when 'ART3B' then 'VL_3B'
        else 'VR_' || {{ grond }}
    end
{%- endmacro %}
