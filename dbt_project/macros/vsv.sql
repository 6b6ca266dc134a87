{# The outcomes of the VSV waterfall, in order (definities, section 4); the lower-case names are the columns. #}
{% macro vsv_uitkomsten() -%}
    {{ return(['B_OVERLEDEN', 'B_VERTROKKEN', 'B_VRIJSTELLING', 'C_VO', 'C_MBO', 'C_VAVO', 'C_HO', 'C_VSO_PRO',
               'C_NIET_BEKOSTIGD', 'D_STARTKW_EERDER', 'D_STARTKW_JAAR', 'D_STARTKW_VERLAAT',
               'D_DEFENSIE_POLITIE', 'D_ENTREE_WERK', 'VSV']) }}
{%- endmacro %}

{# Category of the base enrolment (definities, section 4). #}
{% macro vsv_categorie() -%}
    case
        when onderwijssoort = 'MBO' then 'MBO' || mbo_niveau
        when onderwijssoort = 'VAVO' then 'VAVO'
        when vo_niveau = 'BRUG' then 'ONDERBOUW'
        when vo_niveau like 'VMBO%' and leerjaar between 1 and 2 then 'ONDERBOUW'
        when vo_niveau like 'VMBO%' and leerjaar > 2 then 'BOVENBOUW_VMBO'
        when vo_niveau in ('HAVO', 'VWO') and leerjaar between 1 and 3 then 'ONDERBOUW'
        when vo_niveau in ('HAVO', 'VWO') and leerjaar > 3 then 'BOVENBOUW_HAVO_VWO'
        else 'VO_ONBEKEND'
    end
{%- endmacro %}

{# Percentage with two decimals, half away from zero; empty when the denominator is zero. #}
{% macro procent(teller, noemer, decimalen=2) -%}
    round(100 * ({{ teller }})::numeric / nullif({{ noemer }}, 0), {{ decimalen }})
{%- endmacro %}

{# Sums of persons over cells: A, B, N, X, its variants, and one column per outcome. #}
{% macro vsv_tellingen() -%}
    sum(aantal)::bigint as a,
    coalesce(sum(aantal) filter (where uitkomst like 'B\_%'), 0)::bigint as b,
    coalesce(sum(aantal) filter (where uitkomst not like 'B\_%'), 0)::bigint as n,
    coalesce(sum(aantal) filter (where uitkomst = 'VSV'), 0)::bigint as x,
    coalesce(sum(aantal) filter (where uitkomst = 'VSV' and not entree_houder), 0)::bigint as x_zonder_entree,
    coalesce(sum(aantal) filter (where uitkomst in ('VSV', 'D_DEFENSIE_POLITIE', 'D_ENTREE_WERK')), 0)::bigint
        as x_zonder_uitkomst,
    coalesce(sum(aantal) filter (where uitkomst = 'VSV' and adres_onbekend), 0)::bigint as vsv_adres_onbekend
    {%- for uitkomst in vsv_uitkomsten() %},
    coalesce(sum(aantal) filter (where uitkomst = '{{ uitkomst }}'), 0)::bigint as {{ uitkomst | lower }}
    {%- endfor %}
{%- endmacro %}

{# The names of the columns of vsv_tellingen(). #}
{% macro vsv_kolommen() -%}
    {{ return(['a', 'b', 'n', 'x', 'x_zonder_entree', 'x_zonder_uitkomst', 'vsv_adres_onbekend']
              + (vsv_uitkomsten() | map('lower') | list)) }}
{%- endmacro %}
