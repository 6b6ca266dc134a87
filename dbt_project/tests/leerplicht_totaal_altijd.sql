-- Every indicator has its TOTAAL row in every area of every definition set, also at zero (definities, section 0).

select definitieset.definitieset, gebied.niveau, gebied.gebied, indicator.code
from {{ ref('int_definitieset') }} as definitieset
cross join {{ ref('int_dekking_leerplicht') }} as gebied
cross join {{ ref('codelijst') }} as indicator
left join {{ ref('leerplichttelling') }} as telling
    on
        telling.schooljaar = {{ schooljaar() }}
        and definitieset.definitieset = telling.definitieset
        and gebied.niveau = telling.niveau
        and gebied.gebied = telling.gebied
        and indicator.code = telling.indicator
        and telling.onderwijssoort_klasse = 'TOTAAL'
where indicator.lijst = 'indicator' and telling.gebied is null
