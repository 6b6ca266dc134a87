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
    {{ getypeerd('week_begin', 'date') }},
    rij.brin,
    {{ getypeerd('uren_rooster', 'numeric') }},
    {{ getypeerd('uren_aanwezig', 'numeric') }},
    {{ getypeerd('uren_geoorloofd', 'numeric') }},
    {{ getypeerd('uren_ongeoorloofd', 'numeric') }}
from {{ source('landing', 'aanwezigheid') }} as rij
inner join {{ ref('stg_levering') }} as vigerend
    on rij.levering_id = vigerend.levering_id
