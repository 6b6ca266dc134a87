{{ config(materialized='table', indexes=[{'columns': ['persoon'], 'unique': true}]) }}

-- Of the affected persons those that tables made of other tables of persons compute anew (macro is_afgeleid), when all
-- tables made of delivered rows have told: a set that does not change while it is read. Most of what a correction says
-- was said before.
{% for tabel in van_leveringen() -%}
-- depends_on: {{ ref(tabel) }}
{% endfor %}
select distinct persoon from {{ ref('int_verandering') }}
order by persoon
