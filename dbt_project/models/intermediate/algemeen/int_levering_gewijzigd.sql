{{ config(materialized='table') }}

-- Deliveries in force now or at the last build of the school year, not both; and whether one is a correction: of this
-- year, with the delivery that it took the place of or that took its place, and both tell of the same tables and counts
-- (what a supplier does not deliver changes figures of persons in none of its rows).

with

gewijzigd as (
    select * from {{ source('register', 'opbouw_gewijzigd') }}
),

levering as (
    select * from {{ source('register', 'levering') }}
),

bestand as (
    select * from {{ source('register', 'levering_bestand') }}
),

met_tabellen as (
    select
        levering.levering_id,
        levering.soort,
        levering.leveraar,
        levering.schooljaar,
        levering.levert,
        array_agg(distinct bestand.tabel order by bestand.tabel) as tabellen
    from gewijzigd
    inner join levering on gewijzigd.levering_id = levering.levering_id
    left join bestand on levering.levering_id = bestand.levering_id
    group by levering.levering_id, levering.soort, levering.leveraar, levering.schooljaar, levering.levert
)

select
    levering_id,
    schooljaar = {{ schooljaar() }}
    and count(*) over dezelfde = 2
    and min(levert) over dezelfde = max(levert) over dezelfde
    and min(tabellen) over dezelfde = max(tabellen) over dezelfde as is_verbetering
from met_tabellen
window dezelfde as (partition by soort, leveraar, schooljaar)
