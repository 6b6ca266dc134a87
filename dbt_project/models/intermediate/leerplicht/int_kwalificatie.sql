{{ config(materialized='per_schooljaar') }}

-- Diplomas and other proofs of everybody in this school year, from every delivery in force of any year and kind.

with

-- the order of versions (definities, section 0) as a number, 1 for the latest; of one supplier's deliveries about
-- several school years, made at the same moment, that of the latest year (decision 0104)
levering as materialized (
    select
        levering_id,
        bron_id,
        row_number() over (order by aangemaakt desc, leveraar desc, schooljaar desc, soort asc) as rang
    from {{ ref('stg_levering') }}
),

-- a supplier says the same of a person year after year: once here, with the latest delivery and its first line
gezegd as (
    select
        rij.pseudoniem,
        rij.leveraar,
        rij.soort,
        rij.datum,
        rij.brin,
        rij.erkend,
        rij.niveau,
        min(levering.rang << 32 | rij.regel) as versie
    from {{ ref('stg_kwalificatie') }} as rij
    inner join levering on rij.levering_id = levering.levering_id
    where true {{ alleen_geraakt('rij.pseudoniem') }}
    group by rij.pseudoniem, rij.leveraar, rij.soort, rij.datum, rij.brin, rij.erkend, rij.niveau
),

persoon as (
    {{ dit_jaar('int_persoon') }}
),

-- deliveries of other years hold people who are in none of this year
van_dit_jaar as (
    select persoon.persoon, gezegd.*
    from gezegd
    left join {{ ref('int_identiteit') }} as identiteit
        on gezegd.pseudoniem = identiteit.pseudoniem and gezegd.leveraar = identiteit.leveraar
    inner join persoon on coalesce(identiteit.persoon, gezegd.pseudoniem) = persoon.persoon
),

laatste as (
    select distinct on (persoon, soort, datum) *
    from van_dit_jaar
    order by persoon, soort, datum, versie
)

select
    {{ schooljaar() }} as schooljaar,
    laatste.persoon,
    laatste.soort,
    laatste.datum,
    laatste.brin,
    laatste.erkend,
    laatste.niveau,
    laatste.leveraar,
    levering.bron_id,
    (laatste.versie & x'ffffffff'::bigint)::integer as regel
from laatste
inner join levering on laatste.versie >> 32 = levering.rang
