{# Statuses of a young person on a reference date, in order: the first that applies (definities, section 6). #}
{% macro in_beeld_statussen() -%}
    {{ return(['vrijgesteld', 'lrv', 'in_onderwijs', 'startkwalificatie', 'absoluut_met_dossier', 'in_traject',
               'werk', 'uit_beeld']) }}
{%- endmacro %}

{# Place of a status in that order, as a number. #}
{% macro in_beeld_rang(status) -%}
    {{ in_beeld_statussen().index(status) + 1 }}
{%- endmacro %}
