{{ config(materialized='per_schooljaar') }}

-- Which scenarios leave a person out of VSV (definities, section 4), for all who are VSV when nothing is looked up.

with

uitkomst as (
    select * from {{ jaardeel('int_vsv_uitkomst') }}
    where
        schooljaar = {{ schooljaar() }} {{ alleen_geraakt() }}
        and in_a
        and uitkomst_met_tabel in ('D_DEFENSIE_POLITIE', 'D_ENTREE_WERK', 'VSV')
),

regelversie as (
    select * from {{ ref('int_regelversie') }}
),

bewijs as (
    select * from {{ ref('int_vsv_bewijs') }}
),

eerste_mbo as (
    select * from {{ ref('int_vsv_eerste_mbo') }}
),

op_t1 as (
    select * from {{ ref('int_vsv_t1') }}
),

vlaggen as (
    select
        uitkomst.schooljaar,
        uitkomst.regelversie,
        uitkomst.persoon,
        coalesce(bewijs.praktijkverklaring_op <= regelversie.scenario_bewijs_tot, false) as s28a,
        coalesce(bewijs.certificaat_op <= regelversie.scenario_bewijs_tot, false) as s28b,
        coalesce(op_t1.derde_leerweg, false) as s29,
        uitkomst.onderwijssoort = 'MBO' and coalesce(
            bewijs.pro_vso_op <= least(eerste_mbo.begin_eerste_mbo, regelversie.scenario_bewijs_tot), false
        ) as s30a,
        (coalesce(eerste_mbo.sector_daarvoor in ('PRO', 'VSO'), false) or uitkomst.categorie = 'MBO1')
        and coalesce(bewijs.praktijkverklaring_erkend_op <= regelversie.scenario_bewijs_tot, false) as s30b
    from uitkomst
    inner join regelversie on uitkomst.regelversie = regelversie.regelversie
    left join bewijs on uitkomst.persoon = bewijs.persoon
    left join eerste_mbo on uitkomst.persoon = eerste_mbo.persoon
    left join op_t1 on uitkomst.persoon = op_t1.persoon
)

select
    *,
    s28a or s28b as s28,
    s30a or s30b as s30,
    s28a or s28b or s29 or s30a or s30b as sall
from vlaggen
