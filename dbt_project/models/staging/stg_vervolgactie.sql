select
    rij.schooljaar,
    vigerend.soort as soort_levering,
    vigerend.leveraar,
    vigerend.aangemaakt,
    vigerend.horizon,
    vigerend.bron_id,
    rij.levering_id,
    rij.regel,
    rij.actienummer,
    rij.pseudoniem,
    rij.aanleiding,
    rij.referentie,
    rij.soort,
    rij.gericht_op,
    {{ getypeerd('datum', 'date') }},
    rij.afdoening
from {{ source('landing', 'vervolgactie') }} as rij
inner join {{ ref('stg_levering') }} as vigerend
    on rij.levering_id = vigerend.levering_id
