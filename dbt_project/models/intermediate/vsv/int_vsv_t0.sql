{{ config(materialized='table', indexes=[{'columns': ['persoon']}]) }}

-- Enrolments that hold T0 and may be a base enrolment: funded, VO, MBO or VAVO, never OVO.

with

inschrijving as (
    {{ dit_jaar('int_inschrijving') }}
),

bereik as (
    select * from {{ ref('int_bereik') }}
)

select
    inschrijving.persoon,
    inschrijving.brin,
    inschrijving.begindatum,
    inschrijving.onderwijssoort,
    {{ vsv_categorie() }} as categorie,
    case
        when onderwijssoort = 'MBO' then coalesce(leerweg, 'ONBEKEND') else 'GEEN'
    end as leerweg,
    inschrijving.mbo_niveau,
    array_position(array['MBO', 'VAVO', 'VO'], inschrijving.onderwijssoort) as volgorde_sector,
    coalesce(
        inschrijving.mbo_niveau,
        array_position(array['BRUG', 'VMBO_B', 'VMBO_K', 'VMBO_GT', 'HAVO', 'VWO'], inschrijving.vo_niveau),
        0
    ) as hoogte,
    inschrijving.bron_id,
    inschrijving.regel
from inschrijving
cross join bereik
where
    {{ bevat('inschrijving.periode', 'bereik.t0') }}
    and inschrijving.schoolsoort = 'bekostigd'
    and inschrijving.onderwijssoort in ('VO', 'MBO', 'VAVO')
    and inschrijving.leerweg is distinct from 'OVO'
