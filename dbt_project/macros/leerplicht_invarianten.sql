{# The leerplichttelling of this school year with a column per indicator, one row per definition set, area and class;
   what does not stand there counted nobody. Missing areas are left out. #}
{% macro telling_naast_elkaar(indicatoren) -%}
    select
        definitieset,
        niveau,
        gebied,
        onderwijssoort_klasse
        {%- for indicator in indicatoren %},
        coalesce(max(aantal) filter (where indicator = '{{ indicator }}'), 0) as {{ indicator | lower }}
        {%- endfor %}
    from {{ ref('leerplichttelling') }}
    where schooljaar = {{ schooljaar() }} and status <> 'ontbreekt'
    group by definitieset, niveau, gebied, onderwijssoort_klasse
{%- endmacro %}
