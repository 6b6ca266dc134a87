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
    select int_persoon.persoon, {{ leeftijd('int_persoon.geboortedatum', 'regel.peildatum') }} as leeftijd
    from {{ jaardeel('int_persoon') }} as int_persoon
    cross join regel
    where int_persoon.schooljaar = {{ schooljaar() }} {{ alleen_geraakt('int_persoon.persoon') }}
),

woont as (
    {{ dit_jaar('int_woont') }}
),

startkwalificatie as (
    {{ dit_jaar('int_startkwalificatie') }}
),

ingeschreven as (
    select distinct inschrijving.persoon
    from {{ jaardeel('int_inschrijving') }} as inschrijving
    inner join regel on {{ bevat('inschrijving.periode', 'regel.peildatum') }}
    where inschrijving.schooljaar = {{ schooljaar() }} {{ alleen_geraakt('inschrijving.persoon') }}
),

gemeld as (
    select distinct melding.persoon
    from {{ jaardeel('int_verzuimmelding') }} as melding
    inner join regel on {{ bevat('melding.periode', 'regel.peildatum') }}
    where
        melding.schooljaar = {{ schooljaar() }} {{ alleen_geraakt('melding.persoon') }}
        and melding.soort in ('RMC18', 'LRV') and melding.status <> 'I' and not melding.geoorloofd
)

select
    {{ schooljaar() }} as schooljaar,
    persoon.persoon,
    woont.gemeentecode,
    gemeente.regiocode_t0 as regiocode,
    persoon.leeftijd,
    ingeschreven.persoon is not null as ingeschreven,
    gemeld.persoon is not null as gemeld
from persoon
inner join regel on persoon.leeftijd >= regel.leeftijd_min and persoon.leeftijd < regel.leeftijd_tot
inner join woont on persoon.persoon = woont.persoon and {{ bevat('woont.periode', 'regel.peildatum') }}
inner join gemeente on woont.gemeentecode = gemeente.gemeentecode
left join
    startkwalificatie
    on persoon.persoon = startkwalificatie.persoon and regel.peildatum >= startkwalificatie.datum
left join ingeschreven on persoon.persoon = ingeschreven.persoon
left join gemeld on persoon.persoon = gemeld.persoon
where
    startkwalificatie.persoon is null
    and (ingeschreven.persoon is null or gemeld.persoon is not null)
