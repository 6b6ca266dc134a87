with

landing as (
    select * from {{ source('landing', 'jongere') }}
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
    rij.nummersoort,
    rij.geboortedatum::date as geboortedatum,
    rij.geslacht,
    rij.datum_overlijden::date as datum_overlijden,
    rij.herkomst
from landing as rij
inner join vigerend on rij.levering_id = vigerend.levering_id and rij.schooljaar = vigerend.schooljaar
