{{ config(materialized='table') }}

-- The cells of int_vsv_cel per area: every level of residence on T0, and the institution of the base enrolment.

with

cel as (
    select * from {{ ref('int_vsv_cel') }}
),

gebied as (
    select * from {{ ref('int_vsv_gebied') }}
)

select
    gebied.niveau,
    gebied.gebied,
    cel.*
from cel
inner join gebied on cel.gemeentecode = gebied.gemeentecode
union all
select
    'instelling' as niveau,
    cel.brin as gebied,
    cel.*
from cel
