{{ config(materialized='table') }}

with

bereik as (
    select * from {{ source('register', 'bereik') }}
),

definitieset as (
    select * from {{ ref('definitieset') }}
)

select
    bereik.schooljaar,
    definitieset.*
from bereik
inner join definitieset on bereik.definitieset = definitieset.definitieset
