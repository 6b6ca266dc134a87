with

landing as (
    select * from {{ source('landing', 'aanwezigheid') }}
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
    rij.week_begin::date as week_begin,
    rij.brin,
    rij.uren_rooster::numeric as uren_rooster,
    rij.uren_aanwezig::numeric as uren_aanwezig,
    rij.uren_geoorloofd::numeric as uren_geoorloofd,
    rij.uren_ongeoorloofd::numeric as uren_ongeoorloofd
from landing as rij
inner join vigerend on rij.levering_id = vigerend.levering_id and rij.schooljaar = vigerend.schooljaar
