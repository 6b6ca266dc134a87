with

levering as (
    select * from {{ source('register', 'levering') }}
),

vigerend as (
    select * from {{ source('register', 'vigerend') }}
)

select
    levering.levering_id,
    levering.soort,
    levering.leveraar,
    levering.schooljaar,
    levering.volgnummer,
    levering.aangemaakt,
    levering.levert,
    levering.sha256,
    -- beyond 1 October after its school year a delivery says nothing
    make_date(right(levering.schooljaar, 4)::integer, 10, 1) as horizon
from levering
inner join vigerend on levering.levering_id = vigerend.levering_id
