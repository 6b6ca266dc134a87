-- An area and what is counted double in it are together the sum of its municipalities, per indicator and class
-- (definities, section 2, invariants); over all classes nothing is counted less than once.

with

telling as (
    select * from {{ ref('leerplichttelling') }}
    where schooljaar = {{ schooljaar() }} and status <> 'ontbreekt'
),

som as (
    select
        gemeente.definitieset, gebied.niveau, gebied.gebied, gemeente.indicator, gemeente.onderwijssoort_klasse,
        sum(gemeente.aantal) as aantal
    from telling as gemeente
    inner join {{ ref('int_gebied') }} as gebied on gemeente.gebied = gebied.gemeentecode
    where gemeente.niveau = 'gemeente'
    group by gemeente.definitieset, gebied.niveau, gebied.gebied, gemeente.indicator, gemeente.onderwijssoort_klasse
)

select telling.*, som.aantal as som
from telling
full join som using (definitieset, niveau, gebied, indicator, onderwijssoort_klasse)
where
    telling.aantal + telling.dubbel_geteld is distinct from coalesce(som.aantal, 0)
    or (telling.onderwijssoort_klasse = 'TOTAAL' and telling.dubbel_geteld < 0)
    or (telling.niveau = 'gemeente' and telling.dubbel_geteld <> 0)
