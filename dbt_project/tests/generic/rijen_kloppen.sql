{# What every row of a table must meet; gives each rule that is broken and how often:
   sleutel   columns whose combination stands there once; empty counts as a value
   gevuld    columns that are never empty
   waarden   column → the only values it may hold beside empty
   verwijst  columns whose values, where filled, stand in a column of another table
   Columns and values are written `a, b, c` (opsomming).
   A partial build reads the rows of affected persons where nobody else's were touched.
   One test per table: each dbt test costs a connection and a tenth of a second, and a test per column and rule
   would be minutes over the whole project. #}
{% test rijen_kloppen(model, sleutel=[], gevuld=[], waarden={}, verwijst=[]) %}
    {{ rijen_gebroken(model, opsomming(sleutel), opsomming(gevuld), waarden, verwijst) }}
{% endtest %}
