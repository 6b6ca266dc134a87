{{ config(materialized='per_schooljaar') }}

-- Every traject known up to this school year, once per person and region: the version of this year's delivery, else the
-- latest. Trajecten of earlier deliveries only say what came before (dit_jaar = false).

with

rij as (
    {{ met_persoon('stg_traject', alle_jaren=true, soorten=['doorstroompunt']) }}
),

tot_en_met_dit_jaar as (
    select
        *,
        schooljaar = {{ schooljaar() }} as dit_jaar
    from rij
    where schooljaar <= {{ schooljaar() }}
),

versie as (
    {{ laatste_versie('tot_en_met_dit_jaar', ['persoon', 'leveraar', 'trajectnummer'], eerst='schooljaar desc') }}
)

select
    {{ schooljaar() }} as schooljaar,
    persoon,
    leveraar as regiocode,
    trajectnummer,
    doelgroep,
    bron,
    datum_signaal,
    datum_eerste_contact,
    datum_intake,
    startdatum,
    einddatum,
    resultaat,
    coalesce(gesprekken, 0) as gesprekken,
    dit_jaar,
    bron_id,
    regel
from versie
