select
    rij.schooljaar,
    vigerend.soort as soort_levering,
    vigerend.leveraar,
    vigerend.aangemaakt,
    vigerend.horizon,
    vigerend.bron_id,
    rij.levering_id,
    rij.regel,
    rij.pseudoniem,
    rij.nummersoort,
    {{ getypeerd('geboortedatum', 'date') }},
    rij.geslacht,
    {{ getypeerd('datum_overlijden', 'date') }},
    -- of the text as it was delivered: a condition that can be asked before deliveries are joined
    rij.datum_overlijden is not null as is_overleden,
    rij.herkomst
from {{ source('landing', 'jongere') }} as rij
inner join {{ ref('stg_levering') }} as vigerend
    on rij.levering_id = vigerend.levering_id
