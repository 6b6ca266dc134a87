{{ config(materialized='view') }}

-- Attendance per municipality and period, of the parts that were counted next to each other.

{% for deel in range(1, aanwezigheid_delen() + 1) -%}
    select * from {{ ref('int_aanwezigheid_deel_' ~ deel) }}
    {{ 'union all' if not loop.last }}
{% endfor %}
