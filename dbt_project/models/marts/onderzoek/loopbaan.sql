{{ config(pre_hook='{{ wis_bereik(per_persoon=true) }}', indexes=[{'columns': ['schooljaar', 'persoon']}]) }}

-- One row per person, school year and definition set: residence, enrolment, absence, exemptions, qualifications, state.

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

afwezig as (
    {{ dit_jaar('int_loopbaan_verzuim') }}
),

woonplaats as (
    {{ op_teldatum('woont', 'gemeentecode') }}
),

school as (
    {{ op_teldatum('inschrijving', 'brin') }}
),

schooldagen as (
    {{ dagen_in_schooljaar('inschrijving') }}
),

bewijs as (
    {{ dit_jaar('int_loopbaan_bewijs') }}
)

select
    persoon.schooljaar,
    definitieset.definitieset,
    persoon.persoon,
    extract(year from persoon.geboortedatum)::integer as geboortejaar,
    {{ leeftijd('persoon.geboortedatum', 'bereik.t0') }} as leeftijd,
    persoon.geslacht,
    persoon.herkomst,
    woonplaats.gemeentecode,
    gemeente.regiocode_t0 as regiocode,
    school.brin,
    school.schoolsoort,
    school.onderwijssoort,
    school.vo_niveau,
    school.mbo_niveau,
    school.leerweg,
    school.leerjaar,
    coalesce(schooldagen.dagen, 0) as dagen_ingeschreven,
    afwezig.meldingen_ongeoorloofd,
    afwezig.uren_ongeoorloofd,
    afwezig.meldingen_geoorloofd,
    afwezig.dagen_absoluut,
    afwezig.dagen_lrv,
    bewijs.vrijstellingen,
    bewijs.kwalificaties,
    bewijs.startkwalificatie,
    bewijs.trajecten,
    toestand_t0.status as toestand_t0,
    toestand_t1.status as toestand_t1
from persoon
cross join {{ ref('int_bereik') }} as bereik
cross join {{ ref('int_definitieset') }} as definitieset
inner join bewijs on persoon.persoon = bewijs.persoon
inner join afwezig on persoon.persoon = afwezig.persoon and definitieset.definitieset = afwezig.definitieset
left join woonplaats on persoon.persoon = woonplaats.persoon
left join {{ ref('int_gemeente') }} as gemeente on woonplaats.gemeentecode = gemeente.gemeentecode
left join school on persoon.persoon = school.persoon
left join schooldagen on persoon.persoon = schooldagen.persoon
left join {{ ref('jongere_in_beeld') }} as toestand_t0 on {{ toestand_op('toestand_t0', 'bereik.t0') }}
left join {{ ref('jongere_in_beeld') }} as toestand_t1 on {{ toestand_op('toestand_t1', 'bereik.t1') }}
