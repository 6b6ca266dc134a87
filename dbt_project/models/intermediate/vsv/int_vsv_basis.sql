{{ config(materialized='table', indexes=[{'columns': ['persoon']}]) }}

-- Base population: per rule version everybody who lives in the country on T0 with a base enrolment, within the age
-- of the version (in_a) or of scenario S27 (in_a_27).

with

regelversie as (
    select * from {{ ref('int_regelversie') }}
),

inschrijving_t0 as (
    select * from {{ ref('int_vsv_t0') }}
),

woont as (
    {{ dit_jaar('int_woont') }}
),

gemeente as (
    select * from {{ ref('int_gemeente') }}
),

persoon as (
    {{ dit_jaar('int_persoon') }}
),

startkwalificatie as (
    {{ dit_jaar('int_startkwalificatie') }}
),

basisinschrijving as (
    select distinct on (regelversie.regelversie, inschrijving_t0.persoon)
        regelversie.*,
        inschrijving_t0.*
    from inschrijving_t0
    inner join regelversie on inschrijving_t0.onderwijssoort = any(regelversie.sectoren)
    order by
        regelversie.regelversie asc,
        inschrijving_t0.persoon asc,
        inschrijving_t0.volgorde_sector asc,
        inschrijving_t0.hoogte desc,
        inschrijving_t0.begindatum desc, inschrijving_t0.brin asc
)

select
    basis.schooljaar,
    basis.regelversie,
    basis.persoon,
    {{ verjaardag('persoon.geboortedatum', 'basis.leeftijd_max') }} > basis.leeftijd_max_dag as in_a,
    {{ verjaardag('persoon.geboortedatum', 'basis.scenario_leeftijd_max') }}
    > basis.scenario_leeftijd_max_dag as in_a_27,
    woont.gemeentecode,
    gemeente.regiocode_t0 as regiocode,
    basis.brin,
    basis.onderwijssoort,
    basis.categorie,
    basis.leerweg,
    {{ leeftijd('persoon.geboortedatum', 'basis.t0') }} as leeftijd,
    persoon.geslacht,
    persoon.datum_overlijden,
    startkwalificatie.datum as startkwalificatie_op,
    basis.bron_id,
    basis.regel
from basisinschrijving as basis
inner join persoon on basis.persoon = persoon.persoon
inner join woont on basis.persoon = woont.persoon and {{ bevat('woont.periode', 'basis.t0') }}
inner join gemeente on woont.gemeentecode = gemeente.gemeentecode
left join startkwalificatie on basis.persoon = startkwalificatie.persoon
where
    {{ verjaardag('persoon.geboortedatum', 'basis.leeftijd_min') }} <= basis.t0
    and not (basis.zonder_startkwalificatie and coalesce(startkwalificatie.datum <= basis.t0, false))
    and (
        {{ verjaardag('persoon.geboortedatum', 'basis.leeftijd_max') }} > basis.leeftijd_max_dag
        or {{ verjaardag('persoon.geboortedatum', 'basis.scenario_leeftijd_max') }} > basis.scenario_leeftijd_max_dag
    )
