select
    rij.schooljaar,
    vigerend.soort as soort_levering,
    vigerend.leveraar,
    vigerend.aangemaakt,
    vigerend.horizon,
    vigerend.bron_id,
    rij.levering_id,
    rij.regel,
    rij.dossiernummer,
    rij.pseudoniem,
    {{ getypeerd('begindatum', 'date') }},
    {{ getypeerd('einddatum', 'date') }},
    rij.correctie_reden,
    rij.reden_einde
from {{ source('landing', 'absoluut_dossier') }} as rij
inner join {{ ref('stg_levering') }} as vigerend
    on rij.levering_id = vigerend.levering_id
