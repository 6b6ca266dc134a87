{{ config(materialized='per_schooljaar') }}

-- Case files of children without a school; they work only in the municipality that delivered them.

with

dossier as (
    {{ met_persoon('stg_absoluut_dossier', soorten=['leerplicht']) }}
)

select
    schooljaar,
    persoon,
    leveraar as gemeentecode,
    dossiernummer,
    begindatum,
    {{ periode_tot_horizon('begindatum', 'einddatum', 'horizon') }} as periode,
    correctie_reden,
    leveraar,
    bron_id,
    regel
from dossier
