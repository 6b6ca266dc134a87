{{ config(materialized='table') }}

with

bereik as (
    select distinct schooljaar from {{ source('register', 'bereik') }}
),

jaren as (
    select
        schooljaar,
        left(schooljaar, 4)::integer as jaar
    from bereik
)

select
    schooljaar,
    make_date(jaar, 8, 1) as sj_begin,
    make_date(jaar + 1, 8, 1) as sj_einde,
    daterange(make_date(jaar, 8, 1), make_date(jaar + 1, 8, 1)) as sj,
    make_date(jaar, 9, 1) as dag_1_september,
    make_date(jaar, 10, 1) as t0,
    make_date(jaar + 1, 10, 1) as t1,
    make_date(jaar + 1, 7, 31) as laatste_dag,
    make_date(jaar + 1, 10, 1) as horizon
from jaren
