{# Which persons a partial build computes anew in which tables (decision 0002). #}

{# Tables of persons made of delivered rows. They are computed for everybody affected, and tell whose rows became others
   (schrijf_personen). A test keeps this list. #}
{% macro van_leveringen() -%}
    {{ return([
        'int_actie', 'int_dossier', 'int_inschrijving', 'int_inschrijving_leerplicht', 'int_kwalificatie', 'int_persoon',
        'int_traject', 'int_uitkomst', 'int_verblijf_eigen', 'int_vertrek_zonder_vervolg', 'int_verzuimmelding',
        'int_verzuimmelding_leerplicht', 'int_vrijstelling', 'int_vrijstelling_leerplicht', 'int_woont',
        'int_woont_leerplicht',
    ]) }}
{%- endmacro %}

{# Whether a table of persons is made of such tables alone and tells of no line of a delivery: then persons of whom a
   correction says what was said before, on another line, stay as they are. Other steps between tables hold affected
   persons only, and have them all. #}
{% macro is_afgeleid(knoop) -%}
    {{ return(
        knoop.config.materialized == 'per_schooljaar'
        and knoop.name not in van_leveringen()
        and 'bron_id' not in knoop.raw_code
    ) }}
{%- endmacro %}

{# The persons whose rows of a model a partial build writes. While dbt parses both tables are referred to, so that the
   model depends on them; tables made of delivered rows come before it is known who changed. #}
{% macro geraakte_personen(knoop) -%}
    {%- set allen = ref('int_geraakt') -%}
    {%- if knoop.name in van_leveringen() -%}
        {%- do ref('int_verandering') if not execute -%}
        {{ return(allen) }}
    {%- endif -%}
    {%- set veranderd = ref('int_veranderd') -%}
    {{ return(veranderd if execute and is_afgeleid(knoop) else allen) }}
{%- endmacro %}
