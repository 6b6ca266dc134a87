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
        and knoop.config.materialized in ['incremental', 'view']
        and 'schooljaar' in knoop.columns
    ) }}
{%- endmacro %}

{# The rows of a test's table that this build wrote: of the affected persons where it wrote only theirs, all rows otherwise.
   A view is read whole: what it shows of a person may change with what others deliver. `model`: what get_where_subquery
   gave. #}
{% macro geschreven_rijen(model) -%}
    {%- set geraakt = alleen_geraakt() -%}
    {%- set of_regio = alleen_geraakt_of_regio() -%}
    {%- if execute and not is_volledig() -%}
        {%- set naam = modules.re.search('[.]"([^".]+)"( where|$)', model | string).group(1) -%}
        {%- set config = graph.nodes['model.' ~ project_name ~ '.' ~ naam].config -%}
        {%- if config.incremental_strategy == 'per_persoon' -%}
            {{ return('(select * from ' ~ model ~ ' where true ' ~ geraakt ~ ') as geschreven') }}
        {%- elif 'wis_geraakt_of_regio' in config.get('pre-hook') | map(attribute='sql') | join(' ') -%}
            {{ return('(select * from ' ~ model ~ ' where true ' ~ of_regio ~ ') as geschreven') }}
        {%- endif -%}
    {%- endif -%}
    {{ return(model) }}
{%- endmacro %}
