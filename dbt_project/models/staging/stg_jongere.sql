select
    rij.schooljaar,
    vigerend.soort as soort_levering,
    vigerend.leveraar,
    vigerend.aangemaakt,
    vigerend.horizon,
    rij.levering_id,
    rij.regel,
    rij.pseudoniem,
    rij.nummersoort,
    {{ getypeerd('geboortedatum', 'date') }},
    rij.geslacht,
    {{ getypeerd('datum_overlijden', 'date') }},
    rij.herkomst
from {{ source('landing', 'jongere') }} as rij
inner join {{ ref('stg_levering') }} as vigerend
    on rij.levering_id = vigerend.levering_id
