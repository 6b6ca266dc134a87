{# Tables with rows per person and school year (materialized: per_schooljaar): one partition for each school year. The
   planner so knows of every year how many persons it has, whatever years lie beside it. In the meta of a model: `uniek`,
   a person has one row in a school year; `of_regio`, the rows of a region change as well with what that region delivers. #}

{# A full build makes the year's partition anew and puts it in the place of the one before; a partial one writes the
   affected persons. Tables that others read (those with a contract) are never exchanged, for that waits for every reader:
   there the rows of the year are. #}
{% materialization per_schooljaar, adapter='postgres' -%}
    {%- set doel = this.incorporate(type='table') -%}
    {%- set jaar = deel_van_jaar(doel) -%}
    {%- set is_nieuw_jaar = load_cached_relation(jaar) is none -%}
    {%- set wisselt = is_nieuw_jaar or is_volledig() and not config.get('contract').enforced -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {%- if wisselt -%}
        {%- if is_nieuw_jaar and load_cached_relation(this) is not none -%}
            {%- do verdeel_over_schooljaren(doel) -%}
        {%- endif -%}
        {%- set nieuw = jaar.incorporate(path={'identifier': jaar.identifier ~ '__nieuw'}) -%}
        {% call statement('main') %}
            {{ get_create_table_as_sql(False, nieuw, sql) }}
        {% endcall %}
        {% call statement('plaats') %}
            {{ index_van_personen(nieuw) }};
            -- read here, so that taking it in need not: from then on until the end, readers wait
            alter table {{ nieuw }} add check (schooljaar is not null and schooljaar = {{ schooljaar() }});
            {{ 'analyze ' ~ nieuw if not is_nieuw_jaar }};
            drop table if exists {{ jaar }};
            alter table {{ nieuw }} rename to {{ jaar.identifier }};
            create table if not exists {{ doel }} (like {{ jaar }}) partition by list (schooljaar);
            alter table {{ doel }} attach partition {{ jaar }} for values in ({{ schooljaar() }});
            -- queries over several years are planned by the whole: its statistics, made again with every new year
            {{ 'analyze ' ~ doel if is_nieuw_jaar }};
        {% endcall %}
    {%- else -%}
        {%- set nieuw = make_temp_relation(doel) -%}
        {%- do run_query(get_create_table_as_sql(True, nieuw, sql)) -%}
        {% call statement('main') %}
            {{ schrijf_personen(jaar, nieuw, adapter.get_columns_in_relation(doel)) }}
        {% endcall %}
    {%- endif -%}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {%- do adapter.commit() -%}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [doel, jaar]}) }}
{%- endmaterialization %}

{# The partition of the school year of this build. #}
{% macro deel_van_jaar(tabel, schooljaar_van=none) -%}
    {%- set jaar = schooljaar_van or lopend_bereik()[0] -%}
    {{ return(tabel.incorporate(path={'identifier': tabel.identifier ~ '__' ~ jaar | replace('/', '_')})) }}
{%- endmacro %}

{# A model as this school year has it, for `from`: its partition, or the model itself where it has none (a condition on
   schooljaar then still tells the years apart). #}
{% macro jaardeel(model) -%}
    {%- set tabel = ref(model) -%}
    {%- if not execute or tabel.is_cte -%}
        {{ return(tabel) }}
    {%- endif -%}
    {{ return(load_cached_relation(deel_van_jaar(tabel)) or tabel) }}
{%- endmacro %}

{% macro index_van_personen(deel) -%}
    create {{ 'unique' if model.config.meta.get('uniek') }} index on {{ deel }} (persoon)
{%- endmacro %}

{# The year's rows anew, or those of the affected persons. Most of what a delivery says of them is what the one before
   said, so of a table without lines of deliveries only the persons whose rows differ are written. Every row written costs
   a page here and in each index, and these again in the log. A table made of delivered rows tells whose rows became
   others, lines apart, to those that are made of it (int_verandering). #}
{% macro schrijf_personen(deel, nieuw, alle_kolommen) -%}
    {%- set kolommen = alle_kolommen | map(attribute='quoted') | list -%}
    {%- set inhoud = alle_kolommen | rejectattr('name', 'in', ['bron_id', 'levering_id', 'regel']) | list -%}
    {%- set van_geraakten = alleen_geraakt_of_regio() if model.config.meta.get('of_regio') else alleen_geraakt() -%}
    {%- set alleen_anders = not is_volledig() and inhoud | length == kolommen | length -%}
    {%- set vertelt = not is_volledig() and model.name in van_leveringen() -%}
    {%- if alleen_anders or vertelt -%}
    create temporary table anders on commit drop as
    select distinct persoon
    from (
        select persoon, sum(keer) as keer
        from (
            select 1 as keer, {{ kolommen | join(', ') }} from {{ deel }}
            where true {{ van_geraakten }}
            union all
            select -1 as keer, {{ kolommen | join(', ') }} from {{ nieuw }}
        ) as rij
        group by {{ zoals_geschreven(inhoud) }}
    ) as verschil
    where keer <> 0;
    {%- endif %}
    {%- if alleen_anders and model.name in cellen() -%}
    {{ schrijf_verschil_per_cel(deel, nieuw) }}
    {%- endif %}
    {%- if vertelt %}
    insert into {{ ref('int_verandering') }} (persoon) select anders.persoon from anders;
    {%- endif %}
    delete from {{ deel }}
    where true {{ van_geraakten }} {{ 'and persoon in (select anders.persoon from anders)' if alleen_anders }};
    insert into {{ deel }} ({{ kolommen | join(', ') }})
    select {{ kolommen | join(', ') }} from {{ nieuw }}
    {{ 'where persoon in (select anders.persoon from anders)' if alleen_anders }};
    {{ 'analyze ' ~ deel if is_volledig() }}
{%- endmacro %}

{# Columns to tell rows apart by: what is equal must also be written alike, so numbers as text (1.0 is not 1.00). #}
{% macro zoals_geschreven(kolommen) -%}
    {%- for kolom in kolommen -%}
    {{ kolom.quoted }}{{ '::text' if kolom.dtype in ('numeric', 'ARRAY') }}{{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{# A table of before, with all school years in one: its other years become partitions. Views on it are dropped with it. #}
{% macro verdeel_over_schooljaren(tabel) -%}
    {%- set vraag = "select relkind = 'r' from pg_class where oid = '" ~ tabel ~ "'::regclass" -%}
    {%- if run_query(vraag).rows[0][0] -%}
        {%- set oud = tabel.incorporate(path={'identifier': tabel.identifier ~ '__oud'}) -%}
        {%- do adapter.rename_relation(tabel, oud) -%}
        {%- do run_query('create table ' ~ tabel ~ ' (like ' ~ oud ~ ') partition by list (schooljaar)') -%}
        {%- set jaren = run_query('select distinct schooljaar from ' ~ oud ~ ' where schooljaar <> ' ~ schooljaar()) -%}
        {%- for rij in jaren.rows -%}
            {%- set deel = deel_van_jaar(tabel, rij[0]) -%}
            {% call statement('deel') %}
                create table {{ deel }} partition of {{ tabel }} for values in ('{{ rij[0] }}');
                insert into {{ deel }} select * from {{ oud }} where schooljaar = '{{ rij[0] }}';
                {{ index_van_personen(deel) }};
            {% endcall %}
        {%- endfor -%}
        {#- through dbt, which so knows of the views that go as well -#}
        {%- do adapter.drop_relation(oud) -%}
    {%- endif -%}
{%- endmacro %}
