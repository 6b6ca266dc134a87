{{ config(materialized='incremental', incremental_strategy='append', pre_hook='{{ wis_bereik() }}') }}

-- Doorstroompunt regions on T0: is the delivery in force, does it hold an uitkomst table, what does it register.

with

gemeente as (
    select distinct schooljaar, regiocode_t0 as regiocode from {{ ref('int_gemeente') }}
),

levering as (
    select * from {{ ref('stg_levering') }}
    where soort = 'doorstroompunt' and schooljaar = {{ schooljaar() }}
),

-- the table decides, not what the envelope says (definities, section 4)
uitkomsttabel as (
    select distinct levering_id from {{ source('register', 'levering_bestand') }}
    where tabel = 'uitkomst'
)

select
    gemeente.schooljaar,
    gemeente.regiocode,
    levering.levering_id is not null as geleverd,
    uitkomsttabel.levering_id is not null as met_uitkomst,
    coalesce('PRAKTIJKVERKLARING' = any(levering.levert), false) as met_praktijkverklaring,
    coalesce('MBO_CERTIFICAAT' = any(levering.levert), false) as met_certificaat,
    -- made after the year in which T1 lies: late diplomas are known (definities, section 4: definitief)
    coalesce(
        (levering.aangemaakt at time zone 'Europe/Amsterdam')::date
        > make_date(right(levering.schooljaar, 4)::integer, 12, 31),
        false
    ) as na_jaareinde
from gemeente
left join levering on gemeente.regiocode = levering.leveraar
left join uitkomsttabel on levering.levering_id = uitkomsttabel.levering_id
