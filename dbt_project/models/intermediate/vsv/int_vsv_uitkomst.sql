{{ config(materialized='per_schooljaar') }}

-- The waterfall: one outcome per person and rule version, the first that applies (definities, section 4).
-- uitkomst_met_tabel supposes that the region of T0 delivers the table uitkomst; int_vsv_persoon knows whether it does.

with

basis as (
    select * from {{ ref('int_vsv_basis') }}
),

regelversie as (
    select * from {{ ref('int_regelversie') }}
),

op_t1 as (
    select * from {{ ref('int_vsv_t1') }}
),

vertrek as (
    select * from {{ ref('int_vsv_vertrek') }}
),

bewijs as (
    select * from {{ ref('int_vsv_bewijs') }}
),

uitkomst as (
    {{ dit_jaar('int_uitkomst') }}
)

select
    basis.schooljaar,
    basis.regelversie,
    basis.persoon,
    basis.in_a,
    basis.in_a_27,
    basis.gemeentecode,
    basis.regiocode,
    basis.brin,
    basis.onderwijssoort,
    basis.categorie,
    basis.leerweg,
    basis.leeftijd,
    basis.geslacht,
    case
        when basis.datum_overlijden <= regelversie.t1 then 'B_OVERLEDEN'
        when vertrek.vertrokken then 'B_VERTROKKEN'
        when op_t1.vrijgesteld then 'B_VRIJSTELLING'
        when case when regelversie.ovo_telt then op_t1.volgorde_met_ovo else op_t1.volgorde end is not null
            then (array['C_VO', 'C_MBO', 'C_VAVO', 'C_HO', 'C_VSO_PRO', 'C_NIET_BEKOSTIGD'])[
                case when regelversie.ovo_telt then op_t1.volgorde_met_ovo else op_t1.volgorde end
            ]
        when basis.startkwalificatie_op <= regelversie.t0 then 'D_STARTKW_EERDER'
        when basis.startkwalificatie_op <= regelversie.t1 then 'D_STARTKW_JAAR'
        when basis.startkwalificatie_op <= regelversie.verlaat_tot then 'D_STARTKW_VERLAAT'
        when regelversie.defensie_politie_vrij and uitkomst.opleiding_defensie_politie then 'D_DEFENSIE_POLITIE'
        when
            regelversie.entree_werk_vrij
            and bewijs.entree_op <= regelversie.t1 and uitkomst.arbeid_uren >= regelversie.werk_uren
            then 'D_ENTREE_WERK'
        else 'VSV'
    end as uitkomst_met_tabel,
    coalesce(bewijs.entree_op <= regelversie.t1, false) as entree_houder,
    coalesce(vertrek.adres_onbekend, false) as adres_onbekend,
    basis.bron_id,
    basis.regel
from basis
inner join regelversie on basis.regelversie = regelversie.regelversie
inner join op_t1 on basis.persoon = op_t1.persoon
left join vertrek on basis.persoon = vertrek.persoon
left join bewijs on basis.persoon = bewijs.persoon
left join uitkomst on basis.persoon = uitkomst.persoon and regelversie.t1 = uitkomst.peildatum
