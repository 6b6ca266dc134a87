{# A landed text as a type, only for rows of deliveries in force. Landing also holds deliveries that are still being
   checked or were rejected, with values that cannot be cast; the planner may apply a filter on a plain cast before it
   joins with the deliveries. A case on both sides of that join cannot be moved before it. #}
{% macro getypeerd(kolom, type) -%}
    case when rij.levering_id = vigerend.levering_id then rij.{{ kolom }}::{{ type }} end as {{ kolom }}
{%- endmacro %}
