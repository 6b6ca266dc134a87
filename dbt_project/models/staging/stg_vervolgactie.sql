with

landing as (
    select * from {{ source('landing', 'vervolgactie') }}
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
    rij.actienummer,
    rij.pseudoniem,
    rij.aanleiding,
    rij.referentie,
    rij.soort,
    rij.gericht_op,
    {{ getypeerd('datum', 'date') }},
    rij.afdoening
from landing as rij
inner join vigerend on rij.levering_id = vigerend.levering_id and rij.schooljaar = vigerend.schooljaar
