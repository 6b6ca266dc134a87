with

landing as (
    select * from {{ source('landing', 'traject') }}
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
    rij.trajectnummer,
    rij.pseudoniem,
    rij.doelgroep,
    rij.bron,
    rij.datum_signaal::date as datum_signaal,
    rij.datum_eerste_contact::date as datum_eerste_contact,
    rij.datum_intake::date as datum_intake,
    rij.startdatum::date as startdatum,
    rij.einddatum::date as einddatum,
    rij.resultaat,
    rij.gesprekken::integer as gesprekken
from landing as rij
inner join vigerend on rij.levering_id = vigerend.levering_id and rij.schooljaar = vigerend.schooljaar
