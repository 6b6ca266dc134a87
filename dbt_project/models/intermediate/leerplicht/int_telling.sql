{{ config(materialized='table') }}

-- Every count of this school year per definition set, area, indicator, class, age and geslacht: what the marts add up.

with

geteld as (
    select * from {{ jaardeel('int_geteld') }}
    where schooljaar = {{ schooljaar() }}
)

select schooljaar, definitieset, niveau, gebied, indicator, klasse, leeftijd, geslacht, count(*)::integer as aantal
from geteld
group by schooljaar, definitieset, niveau, gebied, indicator, klasse, leeftijd, geslacht
union all
select schooljaar, definitieset, niveau, gebied, indicator, klasse, leeftijd, geslacht, aantal
from {{ ref('int_telling_bevolking') }}
union all
select schooljaar, definitieset, niveau, gebied, indicator, klasse, leeftijd, geslacht, aantal
from {{ ref('int_telling_actie') }}
