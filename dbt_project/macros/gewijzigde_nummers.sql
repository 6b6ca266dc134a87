{# Numbers in changed deliveries (int_levering_gewijzigd) and whether it is only by a correction of this school year. Of a
   correction only those whose rows in force may have become others: every other row is there as before, on the same line. #}
{% macro gewijzigde_nummers() -%}
    {%- if execute and is_volledig() -%}
    select null::uuid as pseudoniem, false as is_verbetering where false
    {%- else -%}
    with

    gewijzigd as (
        select * from {{ ref('int_levering_gewijzigd') }}
    ),

    gepasseerd as (
        select * from {{ ref('int_levering_gepasseerd') }}
    ),

    jongere as (
        select rij.pseudoniem, gewijzigd.*
        from {{ source('landing', 'jongere') }} as rij
        inner join gewijzigd on rij.levering_id = gewijzigd.levering_id
    ),

    -- materialized: the planner would read every delivery that was passed, where it can look up the numbers of one
    ook_elders as materialized (
        select jongere.pseudoniem, jongere.levering_id, ander.levering_id as gepasseerd_id
        from jongere
        inner join {{ source('landing', 'jongere') }} as ander on jongere.pseudoniem = ander.pseudoniem
        where jongere.levering_id in (select gepasseerd.levering_id from gepasseerd)
    ),

    melding_ook_elders as materialized (
        select rij.pseudoniem, rij.levering_id, ander.levering_id as gepasseerd_id
        from {{ source('landing', 'verzuimmelding') }} as rij
        inner join {{ source('landing', 'verzuimmelding') }} as ander on rij.meldingsnummer = ander.meldingsnummer
        where
            rij.levering_id in (select gepasseerd.levering_id from gepasseerd)
            and rij.schooljaar = {{ schooljaar() }}
            and ander.schooljaar = {{ schooljaar() }}
    ),

    nummer as (
        select pseudoniem, is_verbetering from jongere
        where not is_verbetering or met_andere_aanwezigheid
        {%- for tabel in tabellen_met_nummers() %}
        union all
        {{ andere_rijen(tabel) }}
        {%- endfor %}
        -- somebody else tells of them as well, and the order of versions is another
        union all
        select ook_elders.pseudoniem, true
        from ook_elders
        inner join gepasseerd using (levering_id, gepasseerd_id)
        union all
        select melding_ook_elders.pseudoniem, true
        from melding_ook_elders
        inner join gepasseerd using (levering_id, gepasseerd_id)
        -- joined to another number, of whom anything may be told anywhere
        union all
        select jongere.pseudoniem, true
        from jongere
        inner join {{ source('register', 'opbouw_identiteit') }} as vorige on jongere.pseudoniem = vorige.pseudoniem
        where vorige.schooljaar = {{ schooljaar() }}
    )

    select pseudoniem, bool_and(is_verbetering) as is_verbetering
    from nummer
    group by pseudoniem
    {%- endif -%}
{%- endmacro %}

{# Landed tables of persons that are compared row by row. #}
{% macro tabellen_met_nummers() -%}
    {{ return([
        'jongere', 'verblijf', 'inschrijving', 'kwalificatie', 'vrijstelling', 'absoluut_dossier', 'verzuimmelding',
        'vervolgactie', 'traject', 'uitkomst',
    ]) }}
{%- endmacro %}

{# Numbers in rows of a table that one delivery of a correction has and the other has not: a line stands once in each. #}
{% macro andere_rijen(tabel) -%}
    {%- set kolommen = landingskolommen(tabel) -%}
        select rij.pseudoniem, true
        from {{ source('landing', tabel) }} as rij
        inner join gewijzigd on rij.levering_id = gewijzigd.levering_id
        where gewijzigd.is_verbetering
        group by gewijzigd.soort, gewijzigd.leveraar, rij.{{ kolommen | join(', rij.') }}
        having count(*) = 1
{%- endmacro %}

{# What a supplier delivers in a table and where: the columns of landing without the number of the delivery. #}
{% macro landingskolommen(tabel) -%}
    {%- if not execute -%}
        {%- do source('landing', tabel) -%}
        {{ return(['pseudoniem', 'regel']) }}
    {%- endif -%}
    {%- set kolommen = adapter.get_columns_in_relation(source('landing', tabel)) | map(attribute='name') -%}
    {{ return(kolommen | reject('equalto', 'levering_id') | list) }}
{%- endmacro %}
