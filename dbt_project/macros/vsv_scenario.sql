{# The scenarios that leave people out of VSV: code, flag, the other flags that must be off for "only by this rule"
   (none: not published) and the registered documents it needs (definities, section 4, scenarios). #}
{% macro vsv_scenarios() -%}
    {{ return([
        {'code': 'S28A', 'vlag': 's28a', 'anders': ['s28b', 's29', 's30a', 's30b'], 'nodig': 'praktijkverklaring'},
        {'code': 'S28B', 'vlag': 's28b', 'anders': ['s28a', 's29', 's30a', 's30b'], 'nodig': 'certificaat'},
        {'code': 'S28', 'vlag': 's28', 'anders': ['s29', 's30'], 'nodig': 'beide'},
        {'code': 'S29', 'vlag': 's29', 'anders': ['s28', 's30'], 'nodig': none},
        {'code': 'S30A', 'vlag': 's30a', 'anders': ['s28a', 's28b', 's29', 's30b'], 'nodig': none},
        {'code': 'S30B', 'vlag': 's30b', 'anders': ['s28a', 's28b', 's29', 's30a'], 'nodig': 'praktijkverklaring'},
        {'code': 'S30', 'vlag': 's30', 'anders': ['s28', 's29'], 'nodig': 'praktijkverklaring'},
        {'code': 'SALL', 'vlag': 'sall', 'anders': none, 'nodig': 'beide'},
    ]) }}
{%- endmacro %}
