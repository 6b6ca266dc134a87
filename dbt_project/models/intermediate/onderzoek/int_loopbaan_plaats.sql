{{ config(materialized='per_schooljaar') }}

-- Where every person of the school year that is being built lives and learns on 1 October, else at the first moment in
-- the school year, and the days of enrolment in it.

with

persoon as (
    {{ dit_jaar('int_persoon') }}
),

woont as (
    {{ dit_jaar('int_woont') }}
),

inschrijving as (
    {{ dit_jaar('int_inschrijving') }}
),

woonplaats as (
    {{ op_teldatum('woont', 'gemeentecode') }}
),

school as (
    {{ op_teldatum('inschrijving', 'brin') }}
),

schooldagen as (
    {{ dagen_in_schooljaar('inschrijving') }}
)

select
    persoon.schooljaar,
    persoon.persoon,
    woonplaats.gemeentecode,
    gemeente.regiocode_t0 as regiocode,
    school.brin,
    school.schoolsoort,
    school.onderwijssoort,
    school.vo_niveau,
    school.mbo_niveau,
    school.leerweg,
    school.leerjaar,
    coalesce(schooldagen.dagen, 0) as dagen_ingeschreven
from persoon
left join woonplaats on persoon.persoon = woonplaats.persoon
left join {{ ref('int_gemeente') }} as gemeente on woonplaats.gemeentecode = gemeente.gemeentecode
left join school on persoon.persoon = school.persoon
left join schooldagen on persoon.persoon = schooldagen.persoon
