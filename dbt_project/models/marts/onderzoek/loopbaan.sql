{{ config(materialized='per_schooljaar') }}

-- One row per person, school year and definition set: residence, enrolment, absence, exemptions, qualifications, state.

with

persoon as (
    {{ dit_jaar('int_persoon') }}
),

plaats as (
    {{ dit_jaar('int_loopbaan_plaats') }}
),

afwezig as (
    {{ dit_jaar('int_loopbaan_verzuim') }}
),

bewijs as (
    {{ dit_jaar('int_loopbaan_bewijs') }}
),

toestand as not materialized (
    {{ dit_jaar('jongere_in_beeld') }}
)

select
    persoon.schooljaar,
    definitieset.definitieset,
    persoon.persoon,
    extract(year from persoon.geboortedatum)::integer as geboortejaar,
    {{ leeftijd('persoon.geboortedatum', 'bereik.t0') }} as leeftijd,
    persoon.geslacht,
    persoon.herkomst,
    plaats.gemeentecode,
    plaats.regiocode,
    plaats.brin,
    plaats.schoolsoort,
    plaats.onderwijssoort,
    plaats.vo_niveau,
    plaats.mbo_niveau,
    plaats.leerweg,
    plaats.leerjaar,
    plaats.dagen_ingeschreven,
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
inner join plaats on persoon.persoon = plaats.persoon
inner join bewijs on persoon.persoon = bewijs.persoon
inner join afwezig on persoon.persoon = afwezig.persoon and definitieset.definitieset = afwezig.definitieset
left join toestand as toestand_t0 on {{ toestand_op('toestand_t0', 'bereik.t0') }}
left join toestand as toestand_t1 on {{ toestand_op('toestand_t1', 'bereik.t1') }}
