{{ config(materialized='table') }}

-- Per school of origin: MBO students, early school leavers, and how many one would expect from the national share of
-- each MBO level.

with

student as (
    select * from {{ ref('int_mbo_student') }}
),

landelijk as (
    select regelversie, categorie, avg(is_vsv::integer) as kans
    from student
    group by regelversie, categorie
)

select
    student.regelversie,
    student.brin_vo as brin,
    count(*) as noemer,
    count(*) filter (where student.is_vsv) as aantal,
    round(sum(landelijk.kans), 6) as verwacht
from student
inner join landelijk on student.regelversie = landelijk.regelversie and student.categorie = landelijk.categorie
where student.brin_vo is not null
group by student.regelversie, student.brin_vo
