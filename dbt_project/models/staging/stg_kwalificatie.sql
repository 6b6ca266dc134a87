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
    rij.soort,
    {{ getypeerd('datum', 'date') }},
    rij.brin,
    rij.erkend = 'J' as erkend,
    {{ getypeerd('niveau', 'integer') }}
from {{ source('landing', 'kwalificatie') }} as rij
inner join {{ ref('stg_levering') }} as vigerend
    on rij.levering_id = vigerend.levering_id
