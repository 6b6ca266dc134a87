{{ config(materialized='table') }}

-- Funnel: a school of origin against its expected value and the control limits.

with

school as (
    select * from {{ ref('int_herkomst_school') }}
),

grens as (
    select * from {{ ref('int_herkomst_grens') }}
)

select
    school.regelversie,
    school.brin,
    school.aantal,
    school.noemer,
    school.verwacht,
    grens.onder_998,
    grens.onder_95,
    grens.boven_95,
    grens.boven_998,
    case
        when school.aantal > grens.boven_998 then 'boven_998'
        when school.aantal > grens.boven_95 then 'boven_95'
        when school.aantal < grens.onder_998 then 'onder_998'
        when school.aantal < grens.onder_95 then 'onder_95'
        else 'binnen'
    end as plaats
from school
inner join grens on school.regelversie = grens.regelversie and school.brin = grens.brin
