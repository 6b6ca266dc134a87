{{ config(materialized='table') }}

-- Deliveries that a correction passed in the order of versions (definities, section 0): made after the one of the pair
-- and before the other, or at the same moment as one of them. Of what both tell, another version may count since.

with

gewijzigd as (
    select * from {{ ref('int_levering_gewijzigd') }}
),

verbetering as (
    select soort, leveraar, schooljaar, min(aangemaakt) as van, max(aangemaakt) as tot
    from gewijzigd
    where is_verbetering
    group by soort, leveraar, schooljaar
),

-- the place of another correction before it counts as well: two may have passed each other
ander as (
    select levering_id, soort, leveraar, schooljaar, aangemaakt from {{ ref('stg_levering') }}
    union
    select levering_id, soort, leveraar, schooljaar, aangemaakt from gewijzigd
)

select gewijzigd.levering_id, ander.levering_id as gepasseerd_id
from verbetering
inner join gewijzigd using (soort, leveraar, schooljaar)
inner join ander
    on
        ander.aangemaakt between verbetering.van and verbetering.tot
        and (ander.soort, ander.leveraar, ander.schooljaar)
        <> (verbetering.soort, verbetering.leveraar, verbetering.schooljaar)
