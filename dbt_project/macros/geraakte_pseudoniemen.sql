{# Pseudonyms touched by the changed deliveries: numbers of whom they say something else (int_nummer_gewijzigd), whoever shares
   a report number with those, and of each whether it is only by a correction of this school year. A join of numbers and
   another coverage change more than rows of the persons themselves. #}
{% macro geraakte_pseudoniemen() -%}
    {%- if execute and is_volledig() -%}
    select null::uuid as pseudoniem, false as alleen_verbeterd where false
    {%- else -%}
    select geraakt.pseudoniem, bool_and(geraakt.is_verbetering) as alleen_verbeterd
    from (
        select pseudoniem, is_verbetering from {{ ref('int_nummer_gewijzigd') }}
        union all
        select unnest(array[rij.pseudoniem_bsn, rij.pseudoniem_onderwijsnummer]), false
        from {{ source('landing', 'koppeling') }} as rij
        inner join {{ ref('int_levering_gewijzigd') }} as gewijzigd on rij.levering_id = gewijzigd.levering_id
        union all
        select ander.pseudoniem, nummer.is_verbetering
        from {{ source('landing', 'verzuimmelding') }} as rij
        inner join {{ ref('int_levering_gewijzigd') }} as gewijzigd on rij.levering_id = gewijzigd.levering_id
        inner join {{ ref('int_nummer_gewijzigd') }} as nummer on rij.pseudoniem = nummer.pseudoniem
        inner join {{ ref('stg_verzuimmelding') }} as ander on rij.meldingsnummer = ander.meldingsnummer
        union all
        select verblijf.pseudoniem, false
        from {{ ref('stg_verblijf') }} as verblijf
        left join {{ ref('int_gemeente_opvolger') }} as opvolger on verblijf.gemeentecode = opvolger.gemeentecode
        where coalesce(opvolger.opvolger, verblijf.gemeentecode) in ({{ gemeenten_met_andere_dekking() }})
    ) as geraakt
    group by geraakt.pseudoniem
    {%- endif -%}
{%- endmacro %}

{# Municipalities for which a delivery appeared that was not there at the last build, or the other way round
   (a correction of a delivery changes no coverage). #}
{% macro gemeenten_met_andere_dekking() -%}
    select gemeente_regio.gemeentecode
    from {{ ref('gemeente_regio') }} as gemeente_regio
    inner join (
        select levering.leveraar
        from {{ source('register', 'opbouw_gewijzigd') }} as gewijzigd
        inner join {{ source('register', 'levering') }} as levering on gewijzigd.levering_id = levering.levering_id
        group by levering.soort, levering.leveraar, levering.schooljaar
        having count(*) = 1
    ) as dekking
        on dekking.leveraar in (gemeente_regio.gemeentecode, gemeente_regio.regiocode)
{%- endmacro %}

{# Semi-join on the numbers of whom changed deliveries say something else; nothing when the whole year is built. #}
{% macro alleen_gewijzigd_geleverd() -%}
    {%- if not execute or not is_volledig() -%}
    and pseudoniem in (select nummer.pseudoniem from {{ ref('int_nummer_gewijzigd') }} as nummer)
    {%- endif -%}
{%- endmacro %}

{# Semi-join on the numbers that were not simply their own at the last build; no row when the whole year is built. #}
{% macro alleen_vorige_identiteit() -%}
    {%- if execute and is_volledig() -%}
    and false
    {%- else -%}
    and pseudoniem in (
        select vorige.pseudoniem
        from {{ source('register', 'opbouw_identiteit') }} as vorige
        where vorige.schooljaar = {{ schooljaar() }}
    )
    {%- endif -%}
{%- endmacro %}
