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
