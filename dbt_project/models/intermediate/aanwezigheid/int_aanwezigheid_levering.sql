{{ config(materialized='table', pre_hook='{{ bereid_aanwezigheid_voor() }}') }}

-- Leerplicht deliveries of the year that hold attendance; opnieuw: this build counts them (all of them in a full
-- build, else those that hold an affected person or came in force); deel: the part of the count that takes it.

with

levering as (
    select levering_id, leveraar from {{ ref('stg_levering') }}
    where soort = 'leerplicht' and schooljaar = {{ schooljaar() }}
),

bestand as (
    select distinct levering_id from {{ source('register', 'levering_bestand') }}
    where tabel = 'aanwezigheid'
),

jongere as (
    {{ met_persoon('stg_jongere', soorten=['leerplicht']) }}
),

geraakt as (
    select levering_id from jongere
    union
    select levering_id from {{ ref('int_levering_gewijzigd') }}
)

select
    levering.levering_id,
    levering.leveraar as gemeentecode,
    geraakt.levering_id is not null as opnieuw,
    {{ aanwezigheid_deel_van('levering.leveraar') }} as deel
from levering
inner join bestand on levering.levering_id = bestand.levering_id
left join geraakt on levering.levering_id = geraakt.levering_id
