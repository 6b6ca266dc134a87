{{ config(materialized='per_schooljaar',
          meta={'uniek': true}) }}

-- doelgroep on 1 October at the start of the school year (definities, section 5): residents of a region that
-- delivered, within the age, without startkwalificatie, not enrolled or with a report running.

with

regel as (
    select regel.*
    from {{ ref('int_doorstroompunt_regel') }} as regel
    inner join {{ ref('int_bereik') }} as bereik on regel.peildatum = bereik.t0
),

gemeente as (
    select gemeentecode, regiocode_t0 from {{ ref('int_gemeente') }}
    where geleverd_doorstroompunt_t0
),

persoon as (
    {{ dit_jaar('int_persoon') }}
),

woont as (
    {{ dit_jaar('int_woont') }}
),

startkwalificatie as (
    {{ dit_jaar('int_startkwalificatie') }}
),

inschrijving as (
    {{ dit_jaar('int_inschrijving') }}
),

melding as (
    {{ dit_jaar('int_verzuimmelding') }}
),

met_leeftijd as (
    select persoon.persoon, {{ leeftijd('persoon.geboortedatum', 'regel.peildatum') }} as leeftijd
    from persoon
    cross join regel
),

ingeschreven as (
    select distinct inschrijving.persoon
    from inschrijving
    inner join regel on {{ bevat('inschrijving.periode', 'regel.peildatum') }}
),

gemeld as (
    select distinct melding.persoon
    from melding
    inner join regel on {{ bevat('melding.periode', 'regel.peildatum') }}
    where melding.soort in ('RMC18', 'LRV') and melding.status <> 'I' and not melding.geoorloofd
)

select
    {{ schooljaar() }} as schooljaar,
    met_leeftijd.persoon,
    woont.gemeentecode,
    gemeente.regiocode_t0 as regiocode,
    met_leeftijd.leeftijd,
    ingeschreven.persoon is not null as ingeschreven,
    gemeld.persoon is not null as gemeld
from met_leeftijd
inner join regel on met_leeftijd.leeftijd >= regel.leeftijd_min and met_leeftijd.leeftijd < regel.leeftijd_tot
inner join woont on met_leeftijd.persoon = woont.persoon and {{ bevat('woont.periode', 'regel.peildatum') }}
inner join gemeente on woont.gemeentecode = gemeente.gemeentecode
left join
    startkwalificatie
    on met_leeftijd.persoon = startkwalificatie.persoon and regel.peildatum >= startkwalificatie.datum
left join ingeschreven on met_leeftijd.persoon = ingeschreven.persoon
left join gemeld on met_leeftijd.persoon = gemeld.persoon
where
    startkwalificatie.persoon is null
    and (ingeschreven.persoon is null or gemeld.persoon is not null)
