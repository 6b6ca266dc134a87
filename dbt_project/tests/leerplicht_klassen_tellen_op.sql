-- The classes of an indicator add up to its TOTAAL, per area (definities, section 2, invariants).

select
    definitieset,
    niveau,
    gebied,
    indicator,
    sum(aantal) filter (where onderwijssoort_klasse = 'TOTAAL') as totaal,
    coalesce(sum(aantal) filter (where onderwijssoort_klasse <> 'TOTAAL'), 0) as klassen
from {{ ref('leerplichttelling') }}
where schooljaar = {{ schooljaar() }} and status <> 'ontbreekt'
group by definitieset, niveau, gebied, indicator
having
    sum(aantal) filter (where onderwijssoort_klasse = 'TOTAAL')
    is distinct from coalesce(sum(aantal) filter (where onderwijssoort_klasse <> 'TOTAAL'), 0)
