{{ config(materialized='per_schooljaar', post_hook="{{ noem_levering_in_kracht() }}") }}

-- Signals with their source. Where a test day goes with the signal the person is on that day neither enrolled nor
-- exempt, and has the duty or is of Doorstroompunt age without startkwalificatie.

with

kandidaat as (
    select * from {{ ref('int_signaal_kandidaat') }}
),

bron as (
    {{ bronnen() }}
),

te_toetsen as (
    select distinct persoon from kandidaat
    where toetsdag is not null
),

persoon as (
    {{ dit_jaar('int_persoon') }}
),

grens as (
    select * from {{ ref('doorstroompunt_regel') }}
),

startkwalificatie as (
    {{ dit_jaar('int_startkwalificatie') }}
),

telplicht as (
    select int_telplicht.definitieset, int_telplicht.persoon, int_telplicht.telplicht
    from ({{ dit_jaar('int_telplicht') }}) as int_telplicht
    inner join te_toetsen on int_telplicht.persoon = te_toetsen.persoon
),

gedekte_perioden as (
    select persoon, periode from ({{ dit_jaar('int_inschrijving') }}) as inschrijving
    union all
    select persoon, periode from ({{ dit_jaar('int_vrijstelling') }}) as vrijstelling
    where grond in {{ gronden_vrijgesteld() }}
),

gedekt as (
    select gedekte_perioden.persoon, range_agg(gedekte_perioden.periode) as dagen
    from gedekte_perioden
    inner join te_toetsen on gedekte_perioden.persoon = te_toetsen.persoon
    group by gedekte_perioden.persoon
)

select
    {{ schooljaar() }} as schooljaar, kandidaat.definitieset, kandidaat.signaal, kandidaat.persoon,
    kandidaat.gemeentecode, kandidaat.datum, kandidaat.toetsdag, kandidaat.geldig_tot, kandidaat.waarde::numeric,
    kandidaat.leveraar, bron.levering_id, kandidaat.tabel, kandidaat.regel
from kandidaat
inner join persoon on kandidaat.persoon = persoon.persoon
inner join bron on kandidaat.bron_id = bron.bron_id
left join grens
    on kandidaat.toetsdag between coalesce(grens.geldig_van, '-infinity') and coalesce(grens.geldig_tot, 'infinity')
left join telplicht on kandidaat.definitieset = telplicht.definitieset and kandidaat.persoon = telplicht.persoon
left join startkwalificatie on kandidaat.persoon = startkwalificatie.persoon
left join gedekt on kandidaat.persoon = gedekt.persoon
where
    kandidaat.toetsdag is null
    or (
        not coalesce(gedekt.dagen @> kandidaat.toetsdag, false)
        and (
            coalesce(telplicht.telplicht @> kandidaat.toetsdag, false)
            or (
                {{ leeftijd('persoon.geboortedatum', 'kandidaat.toetsdag') }} between grens.leeftijd_min and grens.leeftijd_tot - 1 -- noqa: LT05
                and coalesce(startkwalificatie.datum > kandidaat.toetsdag, true)
            )
        )
    )
