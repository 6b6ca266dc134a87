{# Rows of a staging table with the national identity: adds persoon. Use as the body of a CTE.
   int_geraakt holds every number of an affected person as well, so that a partial build leaves most landed rows alone
   before it reads their values. #}
{% macro met_persoon(staging, alle_jaren=false, soorten=['leerplicht', 'doorstroompunt']) -%}
    select
        coalesce(identiteit.persoon, rij.pseudoniem) as persoon,
        rij.*
    from {{ ref(staging) }} as rij
    left join {{ ref('int_identiteit') }} as identiteit
        on rij.pseudoniem = identiteit.pseudoniem and rij.leveraar = identiteit.leveraar
    where
        rij.soort_levering in ('{{ soorten | join("', '") }}')
        {%- if not alle_jaren %}
        and rij.schooljaar = {{ schooljaar() }}
        {%- endif %}
        {{ alleen_geraakt('rij.pseudoniem') }}
        {{ alleen_geraakt('coalesce(identiteit.persoon, rij.pseudoniem)') }}
{%- endmacro %}

{# Same row twice: of rows of different deliveries with one natural key the version of the delivery with the
   latest aangemaakt counts (equal: the higher leveraar code). definities, section 0. Numbers joined by koppeling
   may double a key within one delivery: then its first line. #}
{% macro laatste_versie(cte, sleutel, eerst=none) -%}
    select distinct on ({{ sleutel | join(', ') }}) *
    from {{ cte }}
    order by
        {{ sleutel | join(', ') }}, {% if eerst %}{{ eerst }}, {% endif %}aangemaakt desc, leveraar desc, regel
{%- endmacro %}
