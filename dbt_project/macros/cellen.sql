{# Persons counted per cell, and a count that is kept: a partial build adds to it what changed instead of counting the
   country again. #}

{# Tables of persons that are counted so, and the columns that make a cell. #}
{% macro cellen() -%}
    {{ return({
        'int_stroom_persoon': 'definitieset, enig, niveau, gebied, van, naar',
        'int_telplichtig': 'definitieset, gemeentecode, enig, op_teldag, leerplichtig, klasse_teldag, klasse_jaar, leeftijd, geslacht',
        'jongere_in_beeld': 'definitieset, peildatum, gemeentecode, leeftijdsgroep, status',
    }) }}
{%- endmacro %}

{# The count of a table of persons, for a model with a row per school year and cell. A cell may come to hold nobody (0). #}
{% macro tel_cellen(personen) -%}
    {%- set tabel = jaardeel(personen) -%}
    {%- set cel = cellen()[personen] -%}
    {%- set verschil = verschil_per_cel(personen) if not execute or not is_volledig() -%}
    {%- if not verschil -%}
    select {{ schooljaar() }} as schooljaar, {{ cel }}, count(*) as aantal
    from {{ tabel }}
    where schooljaar = {{ schooljaar() }}
    group by {{ cel }}
    {%- else -%}
    select {{ schooljaar() }} as schooljaar, {{ cel }}, sum(aantal)::bigint as aantal
    from (
        select {{ cel }}, aantal from {{ this }}
        where schooljaar = {{ schooljaar() }}
        union all
        select {{ cel }}, aantal from {{ verschil }}
    ) as was_en_verschil
    group by {{ cel }}
    {%- endif -%}
{%- endmacro %}

{# Where a table of persons leaves what a partial build changed in it, counted per cell. #}
{% macro verschil_per_cel(personen) -%}
    {{ return(ref('int_geraakt').incorporate(path={'identifier': personen ~ '__verschil'})) }}
{%- endmacro %}

{# Statements for schrijf_personen, before the rows of the persons in `anders` go: the new ones counted, minus the old. #}
{% macro schrijf_verschil_per_cel(deel, nieuw) -%}
    {%- set cel = cellen()[model.name] %}
    drop table if exists {{ verschil_per_cel(model.name) }};
    create table {{ verschil_per_cel(model.name) }} as
    select {{ cel }}, sum(keer) as aantal
    from (
        select 1 as keer, {{ cel }} from {{ nieuw }}
        where persoon in (select anders.persoon from anders)
        union all
        select -1 as keer, {{ cel }} from {{ deel }}
        where persoon in (select anders.persoon from anders)
    ) as rij
    group by {{ cel }};
{%- endmacro %}
