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

{# Number of parts in which attendance is counted, each on a connection of its own; as many as there are models
   int_aanwezigheid_deel_n. #}
{% macro aanwezigheid_delen() -%}
    {{ return(4) }}
{%- endmacro %}

{# Part that counts a municipality: by its code, so that a municipality never changes parts. #}
{% macro aanwezigheid_deel_van(gemeentecode) -%}
    1 + right({{ gemeentecode }}, 4)::integer % {{ aanwezigheid_delen() }}
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

{# Attendance per municipality and period, counted delivery by delivery so that memory stays small however large the
   country is. A week counts where the pupil lives on its Monday. Pupils who moved stay apart (persoon filled), because
   an area counts them once; 'laatste_weken' has the pupils with much authorised absence (signal ziekteverzuim).
   Body of a model that counts the deliveries of one part. #}
{% macro aanwezigheid_deel(deel) -%}
with

levering as (
    select * from {{ ref('int_aanwezigheid_levering') }}
    where opnieuw and deel = {{ deel }}
),

leerling as (
    select * from {{ ref('int_aanwezigheid_leerling') }}
)

select
    {{ schooljaar() }} as schooljaar,
    levering.gemeentecode,
    telling.*,
    levering.levering_id
from levering
cross join lateral (
    with

    leerling_week as (
        select
            leerling.persoon, leerling.leeftijd, leerling.onderwijssoort, leerling.verhuisd, rij.week_begin as begin,
            {{ som_uren() }}
        from {{ ref('stg_aanwezigheid') }} as rij
        inner join leerling
            on
                levering.levering_id = leerling.levering_id
                and rij.pseudoniem = leerling.pseudoniem
                and leerling.dagen @> rij.week_begin
        where rij.levering_id = levering.levering_id and rij.schooljaar = {{ schooljaar() }}
        group by leerling.persoon, leerling.leeftijd, leerling.onderwijssoort, leerling.verhuisd, rij.week_begin
    ),

    leerling_maand as (
        select persoon, leeftijd, onderwijssoort, verhuisd, date_trunc('month', begin)::date as begin, {{ som_uren() }}
        from leerling_week
        group by persoon, leeftijd, onderwijssoort, verhuisd, date_trunc('month', begin)
    ),

    leerling_jaar as (
        select persoon, leeftijd, onderwijssoort, verhuisd, {{ som_uren() }}
        from leerling_maand
        group by persoon, leeftijd, onderwijssoort, verhuisd
    ),

    {{ aanwezigheid_laatste_weken('leerling_week') }}

    {{ aanwezigheid_tel('leerling_week', 'week') }}
    union all
    {{ aanwezigheid_tel('leerling_maand', 'maand') }}
    union all
    {{ aanwezigheid_tel('leerling_jaar', 'schooljaar') }}
    union all
    select * from laatste_weken
) as telling
{%- endmacro %}
