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
    rij.grond,
    {{ getypeerd('begindatum', 'date') }},
    {{ getypeerd('einddatum', 'date') }},
    {{ getypeerd('datum_kennisgeving', 'date') }},
    {{ getypeerd('datum_verklaring', 'date') }},
    rij.permanent = 'J' as permanent,
    rij.eerder = 'J' as eerder,
    rij.afgegeven_door
from {{ source('landing', 'vrijstelling') }} as rij
inner join {{ ref('stg_levering') }} as vigerend
    on rij.levering_id = vigerend.levering_id
