{{ config(materialized='table', indexes=[{'columns': ['persoon'], 'unique': true}]) }}

-- First dates of the proofs that the waterfall (MBO1) and the scenarios look at, for the persons of T0.

with

persoon as (
    select distinct persoon from {{ ref('int_vsv_t0') }}
),

kwalificatie as (
    {{ dit_jaar('int_kwalificatie') }}
)

select
    persoon.persoon,
    min(datum) filter (where soort = 'MBO1') as entree_op,
    min(datum) filter (where soort = 'PRAKTIJKVERKLARING') as praktijkverklaring_op,
    min(datum) filter (where soort = 'PRAKTIJKVERKLARING' and erkend and niveau >= 1) as praktijkverklaring_erkend_op,
    min(datum) filter (where soort = 'MBO_CERTIFICAAT') as certificaat_op,
    min(datum) filter (where soort in ('PRO_GETUIGSCHRIFT', 'VSO_ARBEID', 'VSO_DAGBESTEDING')) as pro_vso_op
from persoon
inner join kwalificatie on persoon.persoon = kwalificatie.persoon
group by persoon.persoon
