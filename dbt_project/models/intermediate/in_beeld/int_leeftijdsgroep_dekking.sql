{{ config(materialized='table') }}

-- Coverage of the age groups per area, and the first and last date on which their deliveries were made.

with

gebied as (
    select * from {{ ref('int_gebied') }}
),

groep as (
    select * from {{ ref('int_leeftijdsgroep') }}
)

select
    gebied.niveau,
    gebied.gebied,
    groep.leeftijdsgroep,
    case
        when bool_and(groep.geleverd) then 'volledig'
        when bool_or(groep.geleverd) then 'onvolledig'
        else 'ontbreekt'
    end as dekking,
    min(groep.gemaakt_op) as gemaakt_van,
    max(groep.gemaakt_op) as gemaakt_tot
from gebied
inner join groep on gebied.gemeentecode = groep.gemeentecode
group by gebied.niveau, gebied.gebied, groep.leeftijdsgroep
