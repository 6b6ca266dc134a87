{{ config(materialized='per_schooljaar') }}

-- First startkwalificatie: the first date of a diploma havo, vwo or mbo level 2 or higher (definities, section 1).

with

kwalificatie as (
    {{ dit_jaar('int_kwalificatie') }}
)

select
    schooljaar,
    persoon,
    min(datum) as datum
from kwalificatie
where soort in ('HAVO', 'VWO', 'MBO2', 'MBO3', 'MBO4')
group by schooljaar, persoon
