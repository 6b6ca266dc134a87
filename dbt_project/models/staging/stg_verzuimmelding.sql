select
    rij.schooljaar,
    vigerend.soort as soort_levering,
    vigerend.leveraar,
    vigerend.aangemaakt,
    vigerend.horizon,
    vigerend.bron_id,
    rij.levering_id,
    rij.regel,
    rij.meldingsnummer,
    rij.pseudoniem,
    rij.brin,
    rij.onderwijssoort,
    rij.soort,
    {{ getypeerd('begindatum', 'date') }},
    {{ getypeerd('einddatum', 'date') }},
    {{ getypeerd('uren', 'numeric') }},
    rij.geoorloofd = 'J' as geoorloofd,
    rij.zorgwekkend = 'J' as zorgwekkend,
    rij.grond_art11,
    rij.status,
    rij.reden_afgesloten,
    {{ getypeerd('datum_ontvangst', 'date') }}
from {{ source('landing', 'verzuimmelding') }} as rij
inner join {{ ref('stg_levering') }} as vigerend
    on rij.levering_id = vigerend.levering_id
