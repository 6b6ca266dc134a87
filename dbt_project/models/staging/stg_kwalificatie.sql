with

landing as (
    select * from {{ source('landing', 'kwalificatie') }}
),

vigerend as (
    select * from {{ ref('stg_levering') }}
)

select
    vigerend.schooljaar,
    vigerend.soort as soort_levering,
    vigerend.leveraar,
    vigerend.aangemaakt,
    vigerend.horizon,
    rij.levering_id,
    rij.regel,
    rij.pseudoniem,
    rij.soort,
    {{ getypeerd('datum', 'date') }},
    rij.brin,
    rij.erkend = 'J' as erkend,
    {{ getypeerd('niveau', 'integer') }}
from landing as rij
inner join vigerend on rij.levering_id = vigerend.levering_id and rij.schooljaar = vigerend.schooljaar
