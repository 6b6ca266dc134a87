{{ config(materialized='table') }}

-- Every area with its municipalities: the municipality itself, region, province, country (leerplicht areas, 31 July).

with

gemeente as (
    select * from {{ ref('int_gemeente') }}
)

select 'gemeente' as niveau, gemeentecode as gebied, gemeentecode from gemeente
union all
select 'regio' as niveau, regiocode as gebied, gemeentecode from gemeente
union all
select 'provincie' as niveau, provinciecode as gebied, gemeentecode from gemeente
union all
select 'land' as niveau, 'NL' as gebied, gemeentecode from gemeente
