-- A part is never more than its whole, per area and class (definities, section 2, invariants).
-- When this fails the indicator is counted for somebody whom the family does not count.

{% set delen = [
    ('AV_GT3M', 'AV_TOTAAL'), ('AV_OPGELOST', 'AV_TOTAAL'), ('AV_OPEN', 'AV_TOTAAL'), ('AV_UIT_BEELD', 'AV_TOTAAL'),
    ('AV_TOTAAL', 'AV_POTENTIEEL'), ('RV_HERHAALD', 'RV_16U'),
    ('LRV_GT3M', 'LRV_TOTAAL'), ('LRV_OPEN', 'LRV_TOTAAL'), ('LRV_TERUGGELEID', 'LRV_TOTAAL'),
    ('LRV_VERHUISD', 'LRV_TOTAAL'),
] %}

with

telling as (
    {{ telling_naast_elkaar(((delen | map('first') | list) + (delen | map('last') | list)) | unique) }}
)

{% for deel, geheel in delen %}
    select *, '{{ deel }} > {{ geheel }}' as fout from telling
    where {{ deel | lower }} > {{ geheel | lower }}
    {% if not loop.last %}union all{% endif %}
{% endfor %}
