-- Deliveries in force when the running build began. Like every view that much is joined with: no with, for the planner
-- would finish a view that has one before it looks at what the query around it needs of it.

select
    levering.levering_id,
    bereik.bron_id,
    levering.soort,
    levering.leveraar,
    levering.schooljaar,
    levering.volgnummer,
    levering.aangemaakt,
    levering.levert,
    levering.sha256,
    -- beyond 1 October after its school year a delivery says nothing
    make_date(right(levering.schooljaar, 4)::integer, 10, 1) as horizon
from {{ source('register', 'levering') }} as levering
inner join {{ source('register', 'bereik_levering') }} as bereik on levering.levering_id = bereik.levering_id
