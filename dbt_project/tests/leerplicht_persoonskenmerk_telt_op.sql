-- Ages and geslacht of an indicator add up to its TOTAAL, per area.

with

kenmerk as (
    select definitieset, niveau, gebied, indicator, sum(aantal) as aantal
    from {{ ref('leerplichttelling_persoonskenmerk') }}
    where schooljaar = {{ schooljaar() }}
    group by definitieset, niveau, gebied, indicator
),

telling as (
    select definitieset, niveau, gebied, indicator, aantal
    from {{ ref('leerplichttelling') }}
    where schooljaar = {{ schooljaar() }} and onderwijssoort_klasse = 'TOTAAL' and aantal > 0
)

select *
from telling
full join kenmerk using (definitieset, niveau, gebied, indicator)
where telling.aantal is distinct from kenmerk.aantal
