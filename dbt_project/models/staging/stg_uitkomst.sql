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
    {{ getypeerd('peildatum', 'date') }},
    {{ getypeerd('arbeid_uren', 'numeric') }},
    rij.uitkering = 'J' as uitkering,
    rij.opleiding_defensie_politie = 'J' as opleiding_defensie_politie
from {{ source('landing', 'uitkomst') }} as rij
inner join {{ ref('stg_levering') }} as vigerend
    on rij.levering_id = vigerend.levering_id
