{# Tables with rows per person and school year: how a build writes them, and their indexes. `meta: uniek` in a model says
   that a person has one row in a school year. #}

{# incremental_strategy per_persoon: a full build writes the school year anew, a partial one the affected persons. Most of
   what a delivery says of them is what the one before said, so of a table without lines of deliveries only the persons
   whose rows differ are written. Every row written costs a page here and in each index, and these again in the log. #}
{% macro get_incremental_per_persoon_sql(arg_dict) -%}
    {%- set doel, nieuw = arg_dict['target_relation'], arg_dict['temp_relation'] -%}
    {%- set kolommen = arg_dict['dest_columns'] | map(attribute='quoted') | list -%}
    {%- set alleen_anders = not is_volledig() and '"levering_id"' not in kolommen -%}
    {%- if alleen_anders -%}
    create temporary table anders on commit drop as
    select distinct persoon
    from (
        select persoon, sum(keer) as keer
        from (
            select 1 as keer, {{ kolommen | join(', ') }} from {{ doel }}
            where schooljaar = {{ schooljaar() }} {{ alleen_geraakt() }}
            union all
            select -1 as keer, {{ kolommen | join(', ') }} from {{ nieuw }}
        ) as rij
        group by {{ zoals_geschreven(arg_dict['dest_columns']) }}
    ) as verschil
    where keer <> 0;
    {%- endif %}
    delete from {{ doel }}
    where
        schooljaar = {{ schooljaar() }}
        {{ 'and persoon in (select anders.persoon from anders)' if alleen_anders else alleen_geraakt() }};
    insert into {{ doel }} ({{ kolommen | join(', ') }})
    select {{ kolommen | join(', ') }} from {{ nieuw }}
    {{ 'where persoon in (select anders.persoon from anders)' if alleen_anders }}
{%- endmacro %}

{# Columns to tell rows apart by: what is equal must also be written alike, so numbers as text (1.0 is not 1.00). #}
{% macro zoals_geschreven(kolommen) -%}
    {%- for kolom in kolommen -%}
    {{ kolom.quoted }}{{ '::text' if kolom.dtype in ('numeric', 'ARRAY') }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{# Rows of one school year lie together: a block index finds them among those of other years. #}
{% macro blokken_per_schooljaar() -%}
    {{ return([{'columns': ['schooljaar'], 'type': 'brin'}]) }}
{%- endmacro %}

{# post_hook: the persons of a school year, in an index of that year only. One over all years would begin with the year,
   and such pairs take several times as long to sort, or with the person, and then every new year writes in all of it. #}
{% macro index_van_het_jaar(altijd=false) -%}
    {%- if altijd or model.config.incremental_strategy == 'per_persoon' -%}
    create {{ 'unique' if model.config.meta.get('uniek') }} index if not exists
    {{ this.identifier }}_{{ schooljaar() | replace("'", '') | replace('/', '_') }}
    on {{ this }} (persoon) where schooljaar = {{ schooljaar() }}
    {%- endif -%}
{%- endmacro %}
