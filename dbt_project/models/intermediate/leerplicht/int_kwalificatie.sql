{{ config(materialized='incremental', incremental_strategy='per_persoon', indexes=index_per_persoon()) }}

-- Diplomas and other proofs of everybody in this school year, from every delivery in force of any year and kind.

with

kwalificatie as (
    {{ met_persoon('stg_kwalificatie', alle_jaren=true) }}
),

persoon as (
    {{ dit_jaar('int_persoon') }}
),

-- before the versions: deliveries of other years hold people who are in none of this year
van_dit_jaar as (
    select kwalificatie.*
    from kwalificatie
    inner join persoon on kwalificatie.persoon = persoon.persoon
),

versie as (
    {{ laatste_versie('van_dit_jaar', ['persoon', 'soort', 'datum'], alle_jaren=true) }}
)

select
    {{ schooljaar() }} as schooljaar,
    persoon,
    soort,
    datum,
    brin,
    erkend,
    niveau,
    leveraar,
    levering_id,
    regel
from versie
