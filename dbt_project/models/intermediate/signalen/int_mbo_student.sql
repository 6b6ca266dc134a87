{{ config(materialized='table') }}

-- MBO students of the VSV base population (without outcomes B) with their origin and what became of them on T1.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

vsv as (
    select * from {{ ref('int_vsv_persoon') }}
    where schooljaar = {{ schooljaar() }} and onderwijssoort = 'MBO' and uitkomst not like 'B\_%'
),

herkomst as (
    select * from {{ jaardeel('int_mbo_herkomst') }}
    where schooljaar = {{ schooljaar() }}
)

select
    vsv.regelversie,
    vsv.persoon,
    vsv.regiocode,
    vsv.categorie,
    vsv.leerweg,
    vsv.is_vsv,
    case
        when vsv.is_vsv then 'vsv'
        when vsv.uitkomst = 'C_MBO' then 'nog_in_mbo'
        when vsv.uitkomst like 'C\_%' then 'ander_onderwijs'
        when vsv.uitkomst like 'D\_STARTKW%' then 'startkwalificatie'
        else 'vrijgesteld_van_telling'
    end as bestemming,
    herkomst.brin_vo,
    herkomst.sector as sector_daarvoor,
    -- the first year: started after the T0 before this one
    herkomst.begin_eerste_mbo > (bereik.t0 - interval '1 year')::date as eerste_jaar
from vsv
cross join bereik
inner join herkomst on vsv.persoon = herkomst.persoon
