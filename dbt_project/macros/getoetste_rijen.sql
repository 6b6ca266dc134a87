{# The rows that a generic test reads: dbt's own macro, with the school year of this build added for tables that hold
   several. A build changes no other year, and that one was tested when it was built; so the cost of a test does not
   grow with the years in the warehouse. #}
{% macro get_where_subquery(relation) -%}
    {%- set voorwaarden = [config.get('where')] if config.get('where') else [] -%}
    {%- if execute and houdt_meer_jaren(relation) -%}
        {%- do voorwaarden.append('schooljaar = ' ~ schooljaar()) -%}
    {%- endif -%}
    {%- if not voorwaarden -%}
        {{ return(relation) }}
    {%- endif -%}
    {{ return('(select * from ' ~ relation ~ ' where ' ~ voorwaarden | join(' and ') ~ ') as getoetst') }}
{%- endmacro %}

{# Whether a relation is a model with rows of several school years: a table that grows year by year, or a view. #}
{% macro houdt_meer_jaren(relation) -%}
    {%- set knoop = graph.nodes.get('model.' ~ project_name ~ '.' ~ relation.identifier) -%}
    {{ return(
        knoop is not none
        and knoop.config.materialized in ['incremental', 'per_schooljaar', 'view']
        and 'schooljaar' in knoop.columns
    ) }}
{%- endmacro %}

{# The model or seed that a test reads. `model`: what get_where_subquery gave. #}
{% macro getoetste_knoop(model) -%}
    {%- set naam = modules.re.search('[.]"([^".]+)"( where|$)', model | string).group(1) -%}
    {%- set einde = '.' ~ project_name ~ '.' ~ naam -%}
    {{ return(graph.nodes.get('model' ~ einde) or graph.nodes['seed' ~ einde]) }}
{%- endmacro %}

{# Whether what a test reads must first be made, so that it is worth keeping for all its parts. #}
{% macro is_view(model) -%}
    {{ return(execute and getoetste_knoop(model).config.materialized == 'view') }}
{%- endmacro %}

{# The rows of a test's table that this build wrote: of the affected persons where it wrote only theirs (without lines
   of deliveries: of those that changed, schrijf_personen), all rows otherwise. A view is read whole: what it shows of
   a person may change with what others deliver. #}
{% macro geschreven_rijen(model) -%}
    {%- if not execute -%}
        {%- do [alleen_geraakt(), alleen_geraakt_of_regio()] -%}
    {%- elif not is_volledig() -%}
        {%- set knoop = getoetste_knoop(model) -%}
        {%- if knoop.config.materialized == 'per_schooljaar' -%}
            {%- set van_geraakten = alleen_geraakt_of_regio(knoop=knoop) if knoop.config.meta.get('of_regio')
                else alleen_geraakt(knoop=knoop) if heeft_regels(knoop)
                else 'and persoon in (select persoon from ' ~ ref('int_veranderd') ~ ')' -%}
            {{ return('(select * from ' ~ model ~ ' where true ' ~ van_geraakten ~ ') as geschreven') }}
        {%- endif -%}
    {%- endif -%}
    {{ return(model) }}
{%- endmacro %}

{# Whether the table of a model tells of lines of deliveries. #}
{% macro heeft_regels(knoop) -%}
    {%- set tabel = api.Relation.create(database=knoop.database, schema=knoop.schema, identifier=knoop.name) -%}
    {{ return('regel' in adapter.get_columns_in_relation(tabel) | map(attribute='name')) }}
{%- endmacro %}
