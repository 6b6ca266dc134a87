{# pre_hook: makes the block index and the statistics of this year's attendance know the rows that were loaded last, so
   that one delivery is read without the others. Does nothing where there is no attendance or no right to do it. #}
{% macro bereid_aanwezigheid_voor() -%}
    {%- set partitie = 'landing.aanwezigheid_' ~ (schooljaar() | replace("'", '') | replace('/', '_')) -%}
    {%- if execute and run_query("select to_regclass('" ~ partitie ~ "') is not null").columns[0].values()[0] -%}
    analyze {{ partitie }};
    select brin_summarize_new_values(klasse.oid)
    from pg_index as index
    inner join pg_class as klasse on index.indexrelid = klasse.oid
    inner join pg_am as methode on klasse.relam = methode.oid
    where
        index.indrelid = '{{ partitie }}'::regclass
        and methode.amname = 'brin'
        and pg_has_role(klasse.relowner, 'usage')
    {%- else -%}
    select 1
    {%- endif -%}
{%- endmacro %}

{# pre_hook: removes the municipalities that this build counts anew and those that deliver no attendance any more. #}
{% macro wis_aanwezigheid() -%}
    {%- if is_incremental() -%}
    delete from {{ this }}
    where
        schooljaar = {{ schooljaar() }}
        and (
            gemeentecode in (select gemeentecode from {{ ref('int_aanwezigheid_levering') }} where opnieuw)
            or gemeentecode not in (select gemeentecode from {{ ref('int_aanwezigheid_levering') }})
        )
    {%- else -%}
    select 1
    {%- endif -%}
{%- endmacro %}

{# The four sums of hours. #}
{% macro som_uren() -%}
    sum(uren_rooster) as uren_rooster, sum(uren_aanwezig) as uren_aanwezig,
    sum(uren_geoorloofd) as uren_geoorloofd, sum(uren_ongeoorloofd) as uren_ongeoorloofd
{%- endmacro %}

{# Counts pupils of one period kind per age and onderwijssoort; a pupil who moved is a row of its own. #}
{% macro aanwezigheid_tel(leerlingen, periode) -%}
    select
        '{{ periode }}' as periode,
        {% if periode == 'schooljaar' %}make_date(left({{ schooljaar() }}, 4)::integer, 8, 1){% else %}begin{% endif %} as begindatum,
        case when verhuisd then persoon end as persoon,
        onderwijssoort,
        leeftijd,
        count(*) as leerlingen,
        count(*) filter (where uren_aanwezig < 0.9 * uren_rooster) as onder_90,
        count(*) filter (where uren_aanwezig < 0.5 * uren_rooster) as onder_50,
        {{ som_uren() }}
    from {{ leerlingen }}
    where uren_rooster > 0
    group by 1, 2, 3, 4, 5
{%- endmacro %}

{# Pupils whose authorised absence in the last weeks of the delivery is above the share of the signal. #}
{% macro aanwezigheid_laatste_weken(weken) -%}
    laatste_weken as (
        select
            'laatste_weken' as periode, min({{ weken }}.begin) as begindatum, {{ weken }}.persoon,
            min({{ weken }}.onderwijssoort) as onderwijssoort, min({{ weken }}.leeftijd) as leeftijd, 1::bigint as leerlingen,
            0::bigint as onder_90, 0::bigint as onder_50, {{ som_uren() }}
        from {{ weken }}
        inner join {{ ref('signaalregel') }} as regel on regel.signaal = 'ziekteverzuim'
        where {{ weken }}.begin > (select max(begin) from {{ weken }}) - 7 * regel.weken
        group by {{ weken }}.persoon, regel.drempel
        having sum(uren_geoorloofd) > regel.drempel * sum(uren_rooster)
    )
{%- endmacro %}
