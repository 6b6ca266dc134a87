{# pre_hook of a table of pairs of school years: removes the pairs that this build writes anew. #}
{% macro wis_jaarparen() -%}
    {%- if is_incremental() -%}
    delete from {{ this }}
    where
        (select bereik.schooljaar from {{ source('register', 'bereik') }} as bereik limit 1)
        in (schooljaar_van, schooljaar_tot)
    {%- endif -%}
{%- endmacro %}
