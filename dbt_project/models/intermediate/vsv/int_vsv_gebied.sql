{{ config(materialized='table') }}

-- Every VSV area with its municipalities: region and province are those on T0 (definities, section 0).

with

gemeente as (
    select * from {{ ref('int_gemeente') }}
)

select 'gemeente' as niveau, gemeentecode as gebied, gemeentecode, regiocode_t0 as regiocode, inwoners_12_22
from gemeente
union all
select 'regio' as niveau, regiocode_t0 as gebied, gemeentecode, regiocode_t0 as regiocode, inwoners_12_22 from gemeente
union all
select 'provincie' as niveau, provinciecode as gebied, gemeentecode, regiocode_t0 as regiocode, inwoners_12_22
from gemeente
union all
select 'land' as niveau, 'NL' as gebied, gemeentecode, regiocode_t0 as regiocode, inwoners_12_22 from gemeente
