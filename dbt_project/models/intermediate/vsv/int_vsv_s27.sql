{{ config(materialized='table') }}

-- N and X per municipality under the wider age bound of scenario S27.

with

breed as (
    select * from {{ ref('int_vsv_breed') }}
    where schooljaar = {{ schooljaar() }} and in_a_27
)

select
    regelversie,
    gemeentecode,
    count(*) filter (where uitkomst not like 'B\_%') as n,
    count(*) filter (where uitkomst = 'VSV') as x
from breed
group by regelversie, gemeentecode
