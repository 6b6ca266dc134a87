{# T(n): the n-th birthday; 29 February becomes 1 March in a common year (definities, section 0). #}
{% macro verjaardag(geboortedatum, n) -%}
    (({{ geboortedatum }} + make_interval(years => {{ n }}))::date
        + (extract(day from {{ geboortedatum }} + make_interval(years => {{ n }})) <> extract(day from {{ geboortedatum }}))::integer)
{%- endmacro %}

{# Half-open range of a stored period that is inclusive on both ends; empty when it ends before it begins. #}
{% macro periode(begin, einde) -%}
    daterange({{ begin }}, greatest({{ begin }}, ({{ einde }}) + 1), '[)')
{%- endmacro %}
