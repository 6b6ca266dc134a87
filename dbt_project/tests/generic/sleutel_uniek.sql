{# Rows whose combination of columns stands there more than once; empty values count as a value. #}
{% test sleutel_uniek(model, kolommen) %}
select {{ kolommen | join(', ') }}, count(*) as aantal
from {{ model }}
group by {{ kolommen | join(', ') }}
having count(*) > 1
{% endtest %}
