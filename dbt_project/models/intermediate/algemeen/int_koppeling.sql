{{ config(materialized='table') }}

-- Connected numbers of one child, over all deliveries in force: pseudonym -> the lowest pseudonym of its group.

with recursive

paren as (
    select pseudoniem_bsn as van, pseudoniem_onderwijsnummer as naar from {{ ref('stg_koppeling') }}
    union
    select pseudoniem_onderwijsnummer as van, pseudoniem_bsn as naar from {{ ref('stg_koppeling') }}
),

bereikbaar as (
    select van as pseudoniem, van as ander from paren
    union
    select bereikbaar.pseudoniem, paren.naar
    from bereikbaar
    inner join paren on bereikbaar.ander = paren.van
)

select
    pseudoniem,
    min(ander::text)::uuid as persoon
from bereikbaar
group by pseudoniem
