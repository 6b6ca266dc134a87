{# woont(p, g): who lives where on which days (definities, section 1), from deliveries of the given kinds.
   1. codes follow the succession of municipalities; 2. a spell in a municipality that has delivered counts only
   from that delivery (eigen), other spells are hearsay; 3. same row twice: latest version; 4. one owner per
   begindatum; 5. each spell ends before the next begins and at death. #}
{% macro woont(soorten, geleverd) %}
with

verblijf as (
    {{ met_persoon('stg_verblijf', soorten=soorten) }}
),

gemeente as (
    select * from {{ ref('int_gemeente') }}
),

opvolger as (
    select * from {{ ref('int_gemeente_opvolger') }}
),

persoon as (
    select persoon, datum_overlijden from {{ jaardeel('int_persoon') }} where schooljaar = {{ schooljaar() }}
),

herkend as (
    select
        verblijf.persoon,
        coalesce(opvolger.opvolger, verblijf.gemeentecode) as gemeentecode,
        verblijf.begindatum,
        verblijf.einddatum,
        verblijf.reden_einde,
        verblijf.horizon,
        verblijf.aangemaakt,
        verblijf.leveraar,
        verblijf.bron_id,
        verblijf.regel,
        -- the region of a municipality delivers for it as well, where its deliveries are read
        coalesce(verblijf.leveraar in (gemeente.gemeentecode, gemeente.regiocode, gemeente.regiocode_t0), false) as eigen,
        coalesce({{ geleverd }}, false) as geleverd
    from verblijf
    left join opvolger on verblijf.gemeentecode = opvolger.gemeentecode
    left join gemeente on coalesce(opvolger.opvolger, verblijf.gemeentecode) = gemeente.gemeentecode
),

telt as (
    select * from herkend
    where eigen or not geleverd
),

versie as (
    {{ laatste_versie('telt', ['persoon', 'gemeentecode', 'begindatum']) }}
),

winnaar as (
    select distinct on (persoon, begindatum) *
    from versie
    order by persoon, begindatum, eigen desc, gemeentecode
),

volgende as (
    select
        *,
        lead(begindatum) over (partition by persoon order by begindatum) as begin_volgende
    from winnaar
)

select
    {{ schooljaar() }} as schooljaar,
    volgende.persoon,
    volgende.gemeentecode,
    volgende.begindatum,
    volgende.einddatum,
    volgende.reden_einde,
    daterange(
        volgende.begindatum,
        greatest(volgende.begindatum, least(
            coalesce(volgende.einddatum, volgende.horizon) + 1,
            volgende.horizon + 1,
            volgende.begin_volgende,
            persoon.datum_overlijden + 1
        ))
    ) as periode,
    volgende.eigen,
    -- cut short by a later spell although it ran on: reported to both municipalities
    coalesce(volgende.einddatum, volgende.horizon) >= volgende.begin_volgende as ingekort,
    volgende.leveraar,
    volgende.bron_id,
    volgende.regel
from volgende
inner join persoon on volgende.persoon = persoon.persoon
{% endmacro %}
