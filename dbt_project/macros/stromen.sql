{# State of a person in an area on a day, the first that applies (definities, section 2, flows). Residence outside
   the school year does not count. #}
{% macro stand_op(dag, stand, ingeschreven) -%}
    case
        when verblijf.datum_overlijden <= {{ dag }} then 'overleden'
        when lower(verblijf.verblijf) > {{ dag }} then 'elders'
        when not verblijf.verblijf @> {{ dag }} then 'vertrokken'
        when {{ stand }} is not null then {{ stand }}
        when {{ ingeschreven }} then 'ingeschreven'
        else 'buiten_plicht'
    end
{%- endmacro %}
