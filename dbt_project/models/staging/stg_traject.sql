select
    rij.schooljaar,
    vigerend.soort as soort_levering,
    vigerend.leveraar,
    vigerend.aangemaakt,
    vigerend.horizon,
    vigerend.bron_id,
    rij.levering_id,
    rij.regel,
    rij.trajectnummer,
    rij.pseudoniem,
    rij.doelgroep,
    rij.bron,
    {{ getypeerd('datum_signaal', 'date') }},
    {{ getypeerd('datum_eerste_contact', 'date') }},
    {{ getypeerd('datum_intake', 'date') }},
    {{ getypeerd('startdatum', 'date') }},
    {{ getypeerd('einddatum', 'date') }},
    rij.resultaat,
    {{ getypeerd('gesprekken', 'integer') }}
from {{ source('landing', 'traject') }} as rij
inner join {{ ref('stg_levering') }} as vigerend
    on rij.levering_id = vigerend.levering_id
