{# Columns that every int_signaal_<kind> has: definitieset (empty: every set), what raises the signal, the day on which
   the person may not be enrolled or exempt (empty: no such test), and the row it comes from. #}
{% macro signaal_kolommen() -%}
    definitieset, signaal, persoon, datum, toetsdag, geldig_tot, waarde, leveraar, bron_id, tabel, regel
{%- endmacro %}
