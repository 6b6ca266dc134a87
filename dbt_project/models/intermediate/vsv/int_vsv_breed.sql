{{ config(materialized='view') }}

-- The outcome that counts, of the base population of the rule version and of scenario S27, every school year in the
-- warehouse. Persons whose region on T0 has no delivery in force are in no VSV figure; without the table uitkomst
-- nobody is exempt by defence, police or work.

with

uitkomst as (
    select * from {{ ref('int_vsv_uitkomst') }}
),

regio as (
    select * from {{ ref('int_vsv_regio') }}
)

select
    uitkomst.schooljaar,
    uitkomst.regelversie,
    uitkomst.persoon,
    uitkomst.in_a,
    uitkomst.in_a_27,
    uitkomst.gemeentecode,
    uitkomst.regiocode,
    uitkomst.brin,
    uitkomst.onderwijssoort,
    uitkomst.categorie,
    uitkomst.leerweg,
    uitkomst.leeftijd,
    uitkomst.geslacht,
    case
        when
            not regio.met_uitkomst and uitkomst.uitkomst_met_tabel in ('D_DEFENSIE_POLITIE', 'D_ENTREE_WERK')
            then 'VSV'
        else uitkomst.uitkomst_met_tabel
    end as uitkomst,
    uitkomst.entree_houder,
    uitkomst.adres_onbekend,
    uitkomst.bron_id,
    uitkomst.regel
from uitkomst
inner join regio on uitkomst.schooljaar = regio.schooljaar and uitkomst.regiocode = regio.regiocode
where regio.geleverd
