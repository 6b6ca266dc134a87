{# A funded enrolment that may be the base enrolment of section 5: the sectors of section 4, PRO and VSO; never OVO. #}
{% macro is_basisinschrijving(rij) -%}
    coalesce(
        {{ rij }}.schoolsoort = 'bekostigd'
        and {{ rij }}.onderwijssoort in ('MBO', 'VAVO', 'VO', 'PRO', 'VSO')
        and {{ rij }}.leerweg is distinct from 'OVO',
        false
    )
{%- endmacro %}

{# Which base enrolment goes first: MBO, VAVO, VO, then PRO and VSO; higher level; later begindatum; lower brin. #}
{% macro volgorde_basisinschrijving(rij) -%}
    array_position(array['MBO', 'VAVO', 'VO', 'PRO', 'VSO'], {{ rij }}.onderwijssoort),
    coalesce(
        {{ rij }}.mbo_niveau,
        array_position(array['BRUG', 'VMBO_B', 'VMBO_K', 'VMBO_GT', 'HAVO', 'VWO'], {{ rij }}.vo_niveau),
        0
    ) desc,
    {{ rij }}.begindatum desc,
    {{ rij }}.brin
{%- endmacro %}

{# Vulnerable origins (definities, section 5); empty for every other base enrolment. #}
{% macro kwetsbaar_herkomst(rij) -%}
    case
        when {{ rij }}.onderwijssoort in ('VSO', 'PRO') then {{ rij }}.onderwijssoort
        when {{ rij }}.onderwijssoort = 'VO' and {{ rij }}.vo_niveau = 'VMBO_B' then 'VMBO_B'
        when {{ rij }}.onderwijssoort = 'MBO' and {{ rij }}.mbo_niveau = 1 then 'MBO1'
    end
{%- endmacro %}
