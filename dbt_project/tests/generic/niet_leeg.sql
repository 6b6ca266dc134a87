{# Rows in which one of the columns is empty. One query for all columns of a model: a not_null test per column costs
   a query and a tenth of a second of dbt each, which is minutes over the whole project. #}
{% test niet_leeg(model, kolommen) %}

select *
from {{ model }}
where {% for kolom in kolommen %}{{ kolom }} is null{% if not loop.last %} or {% endif %}{% endfor %}

{% endtest %}
