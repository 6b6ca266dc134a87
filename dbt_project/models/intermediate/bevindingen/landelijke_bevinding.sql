{{ config(materialized='table') }}

-- One row per delivery, line and code: what is wrong in a line but shows only beside other deliveries.
-- Part models have the same columns and are named int_bevinding_<what>.

{% set delen = [
    'int_bevinding_geboortedatum', 'int_bevinding_dubbel', 'int_bevinding_verdwenen', 'int_bevinding_verhuizing',
    'int_bevinding_opgave', 'int_bevinding_afwijking', 'int_bevinding_factor_2',
] %}

{% for deel in delen %}
    select levering_id, tabel, regel, kolom, code, ernst, melding
    from {{ ref(deel) }}
    {% if not loop.last %}union all{% endif %}
{% endfor %}
