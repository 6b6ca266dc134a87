{{ config(materialized='per_schooljaar') }}

-- Reports of relatief verzuim that count, per definition set: unauthorised, begun in the school year on a day on
-- which the child was under duty and lived in the municipality.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

definitieset as (
    select * from {{ ref('int_definitieset') }}
),

telplicht as (
    {{ dit_jaar('int_telplicht') }}
),

inwoner as (
    {{ dit_jaar('int_inwoner') }}
),

melding as (
    {{ dit_jaar('int_verzuimmelding_leerplicht') }}
),

klasse as (
    select * from {{ ref('onderwijssoort_klasse') }}
)

select
    melding.schooljaar,
    definitieset.definitieset,
    melding.persoon,
    inwoner.gemeentecode,
    melding.meldingsnummer,
    melding.begindatum,
    melding.soort,
    klasse.onderwijssoort_klasse as klasse,
    melding.soort = '16U4W' or (
        melding.soort in ('LUXE', 'SIGNAAL', 'OVERIG')
        and case definitieset.rv_operator
            when '>' then coalesce(melding.uren > definitieset.rv_uren, false)
            else coalesce(melding.uren >= definitieset.rv_uren, false)
        end
    ) as telt_16u,
    melding.soort = 'LUXE' as telt_luxe
from melding
cross join definitieset
inner join bereik on {{ bevat('bereik.sj', 'melding.begindatum') }}
inner join klasse on melding.onderwijssoort = klasse.onderwijssoort
inner join inwoner on melding.persoon = inwoner.persoon and {{ bevat('inwoner.verblijf', 'melding.begindatum') }}
inner join telplicht
    on
        definitieset.definitieset = telplicht.definitieset
        and melding.persoon = telplicht.persoon
        and {{ bevat('telplicht.telplicht', 'melding.begindatum') }}
where
    melding.status <> 'I'
    and melding.soort in ('16U4W', 'LUXE', 'SIGNAAL', 'OVERIG')
    and (not melding.geoorloofd or not definitieset.onderscheid_geoorloofd)
