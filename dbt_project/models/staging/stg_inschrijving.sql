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
    rij.brin,
    rij.vestiging,
    rij.schoolsoort,
    rij.onderwijssoort,
    rij.uitstroomprofiel,
    rij.vo_niveau,
    {{ getypeerd('mbo_niveau', 'integer') }},
    rij.leerweg,
    {{ getypeerd('leerjaar', 'integer') }},
    {{ getypeerd('begindatum', 'date') }},
    {{ getypeerd('einddatum', 'date') }},
    rij.reden_einde
from {{ source('landing', 'inschrijving') }} as rij
inner join {{ ref('stg_levering') }} as vigerend
    on rij.levering_id = vigerend.levering_id
