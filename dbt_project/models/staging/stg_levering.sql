with

levering as (
    select * from {{ source('register', 'levering') }}
),

-- in force when the running build began
bereik as (
    select * from {{ source('register', 'bereik_levering') }}
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
inner join bereik on levering.levering_id = bereik.levering_id
