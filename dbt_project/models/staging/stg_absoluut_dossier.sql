with

landing as (
    select * from {{ source('landing', 'absoluut_dossier') }}
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
    rij.dossiernummer,
    rij.pseudoniem,
    {{ getypeerd('begindatum', 'date') }},
    {{ getypeerd('einddatum', 'date') }},
    rij.correctie_reden,
    rij.reden_einde
from landing as rij
inner join vigerend on rij.levering_id = vigerend.levering_id and rij.schooljaar = vigerend.schooljaar
