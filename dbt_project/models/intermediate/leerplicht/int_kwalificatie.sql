{{ config(materialized='incremental', incremental_strategy='append', pre_hook='{{ wis_bereik(per_persoon=true) }}',
          indexes=[{'columns': ['schooljaar', 'persoon']}]) }}

-- Diplomas and other proofs of everybody in this school year, from every delivery in force of any year and kind.

with

kwalificatie as (
    {{ met_persoon('stg_kwalificatie', alle_jaren=true) }}
),

persoon as (
    {{ dit_jaar('int_persoon') }}
),

versie as (
    {{ laatste_versie('kwalificatie', ['persoon', 'soort', 'datum']) }}
)

select
    {{ schooljaar() }} as schooljaar,
    versie.persoon,
    versie.soort,
    versie.datum,
    versie.brin,
    versie.erkend,
    versie.niveau,
    versie.leveraar,
    versie.levering_id,
    versie.regel
from versie
inner join persoon on versie.persoon = persoon.persoon
