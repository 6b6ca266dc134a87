{{ config(materialized='table') }}

-- Deliveries in force now or at the last build of the school year, not both; and whether one is a correction: of this
-- year, with the delivery that it took the place of or that took its place, and both tell of the same tables and counts
-- (what a supplier does not deliver changes figures of persons in none of its rows). Attendance is compared by its
-- file: the weeks that a signal looks at are those of the whole delivery.

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
        levering.aangemaakt,
        array_agg(distinct bestand.tabel order by bestand.tabel) as tabellen,
        coalesce(levering.dialect, '')
        || string_agg(bestand.sha256, ' ' order by bestand.sha256) filter (where bestand.tabel = 'aanwezigheid')
            as aanwezigheid
    from gewijzigd
    inner join levering on gewijzigd.levering_id = levering.levering_id
    left join bestand on levering.levering_id = bestand.levering_id
    group by
        levering.levering_id, levering.soort, levering.leveraar, levering.schooljaar, levering.levert,
        levering.aangemaakt, levering.dialect
)

select
    levering_id,
    soort,
    leveraar,
    schooljaar,
    aangemaakt,
    schooljaar = {{ schooljaar() }}
    and count(*) over dezelfde = 2
    and min(levert) over dezelfde = max(levert) over dezelfde
    and min(tabellen) over dezelfde = max(tabellen) over dezelfde as is_verbetering,
    coalesce(min(aanwezigheid) over dezelfde <> max(aanwezigheid) over dezelfde, false) as met_andere_aanwezigheid
from met_tabellen
window dezelfde as (partition by soort, leveraar, schooljaar)
