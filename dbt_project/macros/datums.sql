{# T(n): the n-th birthday; 29 February becomes 1 March in a common year (definities, section 0). #}
{% macro verjaardag(geboortedatum, n) -%}
    (({{ geboortedatum }} + make_interval(years => {{ n }}))::date
        + (date_part('day', {{ geboortedatum }} + make_interval(years => {{ n }})) <> date_part('day', {{ geboortedatum }}))::integer)
{%- endmacro %}

{# Age in whole years on a day: the number of birthdays T(n) on or before it, 29 February being 1 March in a common year. #}
{% macro leeftijd(geboortedatum, dag) -%}
    date_part('year', age(({{ dag }})::timestamp, {{ geboortedatum }}::timestamp))::integer
{%- endmacro %}

{# Half-open range of a stored period that is inclusive on both ends; empty when it ends before it begins. #}
{% macro periode(begin, einde) -%}
    daterange({{ begin }}, greatest({{ begin }}, ({{ einde }}) + 1), '[)')
{%- endmacro %}

{# Whether a range contains a day (or a range), and whether two ranges overlap: conditions of a join or a where. The
   planner takes a bare @> or && between two tables for one row in a thousand, whatever else they are joined on; so it
   would expect one person where the whole country comes, and join that row by row. Inside coalesce it expects half. #}
{% macro bevat(bereik, dag) -%}
    coalesce({{ bereik }} @> {{ dag }}, false)
{%- endmacro %}

{% macro overlapt(ene, andere) -%}
    coalesce({{ ene }} && {{ andere }}, false)
{%- endmacro %}
