{{ config(materialized='table') }}

-- The rule versions of this build with their dates.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

gevraagd as (
    select regelversie from {{ source('register', 'bereik_regelversie') }}
),

regelversie as (
    select * from {{ ref('regelversie') }}
)

select
    bereik.schooljaar,
    bereik.t0,
    bereik.t1,
    regelversie.regelversie,
    regelversie.leeftijd_min,
    regelversie.leeftijd_max,
    case regelversie.leeftijd_max_op when 'T0' then bereik.t0 when 'T1' then bereik.t1 end as leeftijd_max_dag,
    regelversie.scenario_leeftijd_max,
    case regelversie.scenario_leeftijd_max_op when 'T0' then bereik.t0 when 'T1' then bereik.t1 end
        as scenario_leeftijd_max_dag,
    string_to_array(regelversie.sectoren, ';') as sectoren,
    regelversie.zonder_startkwalificatie,
    regelversie.entree_werk_vrij,
    regelversie.defensie_politie_vrij,
    regelversie.ovo_telt,
    case regelversie.verlaat_tot
        when 'T1' then bereik.t1
        when 'jaareinde' then make_date(extract(year from bereik.t1)::integer, 12, 31)
    end as verlaat_tot,
    regelversie.werk_uren,
    (bereik.t1 + make_interval(months => regelversie.scenario_extra_maanden))::date as scenario_bewijs_tot
from gevraagd
inner join regelversie on gevraagd.regelversie = regelversie.regelversie
cross join bereik
