{{ config(materialized='table') }}

-- Every municipality code that may stand in a residence spell -> the municipality that counts for it:
-- itself while it exists on the last day of the school year, else its main successor, step by step.

with recursive

bereik as (
    select * from {{ ref('int_bereik') }}
),

opvolging as (
    select opvolging.oude_code, opvolging.nieuwe_code
    from {{ ref('opvolging') }} as opvolging
    cross join bereik
    where opvolging.hoofdopvolger = 'J' and opvolging.ingangsdatum <= bereik.laatste_dag
),

keten as (
    select gemeentecode, gemeentecode as opvolger
    from {{ ref('gemeente') }}
    union
    select keten.gemeentecode, opvolging.nieuwe_code
    from keten
    inner join opvolging on keten.opvolger = opvolging.oude_code
)

select
    keten.gemeentecode,
    keten.opvolger
from keten
left join opvolging on keten.opvolger = opvolging.oude_code
where opvolging.oude_code is null
