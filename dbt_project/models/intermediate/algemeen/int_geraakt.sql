{{ config(materialized='table', indexes=[{'columns': ['persoon'], 'unique': true}]) }}

-- Persons that a correction or another change of deliveries affects: everybody in a delivery that came in force or went
-- out of it, everybody with a residence in a municipality whose coverage changed, everybody who shares a report number
-- with a changed delivery, and all numbers joined to theirs, then and now. Empty when the whole year is built.

with

geraakte_pseudoniemen as (
    {{ geraakte_pseudoniemen() }}
),

identiteit as (
    select pseudoniem, persoon from {{ ref('int_identiteit') }}
    union
    select pseudoniem, persoon from {{ source('register', 'opbouw_identiteit') }}
    where schooljaar = {{ schooljaar() }}
),

-- a number that changes group takes the whole group along, old and new
groep as (
    select buren.pseudoniem, geraakte_pseudoniemen.alleen_verbeterd
    from geraakte_pseudoniemen
    inner join identiteit on geraakte_pseudoniemen.pseudoniem = identiteit.pseudoniem
    inner join identiteit as buren on identiteit.persoon = buren.persoon
),

alle as (
    select * from geraakte_pseudoniemen
    union all
    select * from groep
),

personen as (
    select alle.pseudoniem as persoon, alle.alleen_verbeterd from alle
    union all
    select identiteit.persoon, alle.alleen_verbeterd
    from alle
    inner join identiteit on alle.pseudoniem = identiteit.pseudoniem
),

-- and every number of theirs: so a landed row of an affected person can be told by its number
met_nummers as (
    select * from personen
    union all
    select identiteit.pseudoniem as persoon, personen.alleen_verbeterd
    from personen
    inner join identiteit on personen.persoon = identiteit.persoon
)

-- in order, for then looking them up in one table after another goes through its index from front to back
select persoon, bool_and(alleen_verbeterd) as alleen_verbeterd
from met_nummers
group by persoon
order by persoon
