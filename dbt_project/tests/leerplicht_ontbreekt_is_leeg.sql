-- Missing is not zero (definities, section 0): a missing area has its TOTAAL rows with empty figures and no other row,
-- every other row has figures.

select *
from {{ ref('leerplichttelling') }}
where
    schooljaar = {{ schooljaar() }}
    and (
        (status = 'ontbreekt') <> (aantal is null)
        or (status = 'ontbreekt') <> (dubbel_geteld is null)
        or (status = 'ontbreekt' and onderwijssoort_klasse <> 'TOTAAL')
    )
