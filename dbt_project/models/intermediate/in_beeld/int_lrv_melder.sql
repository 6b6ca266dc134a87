{{ config(materialized='per_schooljaar',
          meta={'uniek': true}) }}

-- Persons with an LRV report in either kind of delivery: only their duty is needed nationally.

with

melding as (
    {{ dit_jaar('int_verzuimmelding') }}
)

select distinct schooljaar, persoon
from melding
where soort = 'LRV'
