{{ config(materialized='table', indexes=[{'columns': ['persoon'], 'unique': true}]) }}

-- Where the persons of T0 are on T1: first enrolment in the order of outcome 4 (with and without OVO), exemption.

with

persoon as (
    select distinct persoon from {{ ref('int_vsv_t0') }}
),

bereik as (
    select * from {{ ref('int_bereik') }}
),

inschrijving as (
    {{ dit_jaar('int_inschrijving') }}
),

vrijstelling as (
    {{ dit_jaar('int_vrijstelling') }}
),

ingeschreven as (
    select
        inschrijving.persoon,
        coalesce(inschrijving.leerweg = 'OVO', false) as is_ovo,
        case
            when inschrijving.schoolsoort <> 'bekostigd' then 6
            when inschrijving.onderwijssoort in ('VSO', 'PRO', 'SO', 'SBO', 'BO') then 5
            else coalesce(array_position(array['VO', 'MBO', 'VAVO', 'HO'], inschrijving.onderwijssoort), 6)
        end as volgorde
    from inschrijving
    cross join bereik
    where {{ bevat('inschrijving.periode', 'bereik.t1') }}
),

eerste as (
    select
        persoon,
        min(volgorde) as volgorde_met_ovo,
        min(volgorde) filter (where not is_ovo) as volgorde,
        bool_or(is_ovo) as derde_leerweg
    from ingeschreven
    group by persoon
),

vrijgesteld as (
    select distinct vrijstelling.persoon
    from vrijstelling
    cross join bereik
    where
        {{ bevat('vrijstelling.periode', 'bereik.t1') }}
        and vrijstelling.grond in ('5_ONDER_A', '5_ONDER_B', '5_ONDER_C', 'ART5A_TREKKEND', 'ART15')
)

select
    persoon.persoon,
    -- position in C_VO, C_MBO, C_VAVO, C_HO, C_VSO_PRO, C_NIET_BEKOSTIGD; empty: not enrolled
    eerste.volgorde,
    eerste.volgorde_met_ovo,
    coalesce(eerste.derde_leerweg, false) as derde_leerweg,
    vrijgesteld.persoon is not null as vrijgesteld
from persoon
left join eerste on persoon.persoon = eerste.persoon
left join vrijgesteld on persoon.persoon = vrijgesteld.persoon
