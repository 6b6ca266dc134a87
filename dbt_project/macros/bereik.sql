{# The school year that is being built, and whether all of it or only the affected persons. #}

{# The pipeline hands the scope over in the environment as well as in the table: a query for every use would be
   thousands of queries a build. Read only while executing, so that another year is no reason to parse again. #}
{% macro lopend_bereik() -%}
    {%- set bereik = env_var('RIZOOM_DBT_BEREIK', '') -%}
    {%- if bereik -%}
        {{ return(bereik.split(' ')) }}
    {%- endif -%}
    {%- set vraag = "select max(schooljaar), lower(coalesce(bool_and(volledig), true)::text) from " -%}
    {{ return(run_query(vraag ~ source('register', 'bereik')).rows[0]) }}
{%- endmacro %}

{% macro is_volledig() -%}
    {%- if not execute -%}
        {{ return(true) }}
    {%- endif -%}
    {{ return(lopend_bereik()[1] != 'false') }}
{%- endmacro %}

{# Semi-join on the affected persons; nothing when the whole year is built. Use: `where true {{ alleen_geraakt('x.persoon') }}`.
   `knoop`: the model whose rows are meant, the one that is being compiled unless told otherwise. #}
{% macro alleen_geraakt(kolom='persoon', knoop=none) -%}
    {%- if not execute or not is_volledig() -%}
    and {{ kolom }} in (select geraakt.persoon from {{ geraakte_personen(knoop or model) }} as geraakt)
    {%- endif -%}
{%- endmacro %}

{# pre_hook of a table that holds several school years: removes the one that this build writes anew. #}
{% macro wis_bereik() -%}
    {%- if is_incremental() -%}
    delete from {{ this }}
    where schooljaar = (select bereik.schooljaar from {{ source('register', 'bereik') }} as bereik limit 1)
    {%- endif -%}
{%- endmacro %}

{# A person whose outcome may be another than at the last build: affected, or of a region that delivered anew or no
   more, for an outcome also depends on whether the region delivers a table. Nothing when the whole year is built. #}
{% macro alleen_geraakt_of_regio(persoon='persoon', regiocode='regiocode', knoop=none) -%}
    {%- if not execute or not is_volledig() -%}
    and (
        {{ persoon }} in (select geraakt.persoon from {{ geraakte_personen(knoop or model) }} as geraakt)
        or {{ regiocode }} in (
            select levering.leveraar
            from {{ source('register', 'opbouw_gewijzigd') }} as gewijzigd
            inner join {{ source('register', 'levering') }} as levering on gewijzigd.levering_id = levering.levering_id
        )
    )
    {%- endif -%}
{%- endmacro %}

{# What this school year's tables call the deliveries in force (int_bron). #}
{% macro bronnen() -%}
    select bron_id, levering_id from {{ ref('int_bron') }}
    where schooljaar = {{ schooljaar() }}
{%- endmacro %}

{# post_hook of a table per person that names deliveries: rows of persons who were not written anew, for a correction says of
   them what was said before, name the delivery that took the place of theirs. #}
{% macro noem_levering_in_kracht(kolom='levering_id') -%}
    {%- if execute and is_volledig() -%}
    select 1
    {%- else -%}
    update {{ deel_van_jaar(this) if execute else this }} as rij
    set {{ kolom }} = nu.levering_id
    from {{ ref('int_levering_gewijzigd') }} as toen
    inner join {{ ref('stg_levering') }} as nu using (soort, leveraar, schooljaar)
    where rij.{{ kolom }} = toen.levering_id and toen.levering_id <> nu.levering_id
    {%- endif -%}
{%- endmacro %}

{# The school year of this build as a literal, so that the planner reads one partition. #}
{% macro schooljaar() -%}
    {%- if not execute -%}
        {{ return("''") }}
    {%- endif -%}
    {{ return("'" ~ lopend_bereik()[0] ~ "'") }}
{%- endmacro %}

{# post_hook of every table: without statistics the planner takes a school year for a two-hundredth of the table and
   joins row by row. A partial build changes too few rows of a table that stays for other statistics. #}
{% macro analyseer() -%}
    {%- if model.config.materialized == 'table'
        or model.config.materialized == 'incremental' and (is_volledig() or not is_incremental()) -%}
    analyze {{ this }}
    {%- endif -%}
{%- endmacro %}
