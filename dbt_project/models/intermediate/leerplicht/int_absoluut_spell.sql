{{ config(materialized='per_schooljaar') }}

-- Spells of absoluut verzuim with what the case files of the same municipality say about them.

with

periode as (
    {{ dit_jaar('int_absoluut_periode') }}
),

dossier as (
    {{ dit_jaar('int_dossier') }}
),

met_dossier as (
    select
        periode.schooljaar,
        periode.definitieset,
        periode.persoon,
        periode.gemeentecode,
        periode.periode,
        count(dossier.dossiernummer) as dossiers,
        array_agg(dossier.correctie_reden order by dossier.begindatum, dossier.dossiernummer collate "C")
        filter (where dossier.correctie_reden <> 'geen') as redenen
    from periode
    left join dossier
        on
            periode.persoon = dossier.persoon
            and periode.gemeentecode = dossier.gemeentecode
            and {{ overlapt('periode.periode', 'dossier.periode') }}
    group by
        periode.schooljaar, periode.definitieset, periode.persoon, periode.gemeentecode, periode.periode
)

select
    schooljaar,
    definitieset,
    persoon,
    gemeentecode,
    periode,
    dossiers > 0 as met_dossier,
    redenen is not null as gecorrigeerd,
    -- of the correcting case file that began first (equal: lowest number)
    redenen[1] as reden
from met_dossier
