{{ config(materialized='per_schooljaar') }}

-- Guidance by the Doorstroompunt: trajecten in this year's deliveries, numbered per person in order of signal.

with

traject as (
    {{ dit_jaar('int_traject') }}
)

select
    schooljaar,
    persoon,
    row_number() over (
        partition by persoon order by datum_signaal, regiocode collate "C", trajectnummer collate "C"
    )::integer as volgnummer,
    regiocode,
    doelgroep,
    bron,
    datum_signaal,
    datum_eerste_contact,
    datum_intake,
    startdatum,
    einddatum,
    resultaat,
    gesprekken,
    startdatum - datum_signaal as dagen_tot_start
from traject
where dit_jaar
