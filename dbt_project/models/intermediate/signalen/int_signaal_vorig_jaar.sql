{{ config(materialized='table') }}

-- Who was signalled in the school year before this one, by which signal and where; 'TOTAAL' is any signal. Numbers
-- joined since then are one person.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

signaal as (
    select * from {{ ref('signalen') }}
),

koppeling as (
    select * from {{ ref('int_koppeling') }}
)

select distinct
    signaal.definitieset,
    soort.signaal,
    signaal.gemeentecode,
    coalesce(koppeling.persoon, signaal.persoon) as persoon
from signaal
inner join bereik on left(signaal.schooljaar, 4)::integer + 1 = left(bereik.schooljaar, 4)::integer
left join koppeling on signaal.persoon = koppeling.pseudoniem
cross join lateral (values (signaal.signaal), ('TOTAAL')) as soort (signaal)
