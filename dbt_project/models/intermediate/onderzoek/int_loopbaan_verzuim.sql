{{ config(materialized='per_schooljaar') }}

-- Absence of every person of the school year that is being built, per definition set: reports that began in it, and
-- days of absoluut verzuim and LRV. Nothing reported is zero.

with

persoon as (
    {{ dit_jaar('int_persoon') }}
),

melding as (
    {{ dit_jaar('int_verzuimmelding') }}
),

absoluut as (
    {{ dit_jaar('int_absoluut_spell') }}
),

lrv as (
    {{ dit_jaar('int_lrv_landelijk') }}
),

gemeld as (
    select
        melding.persoon,
        count(*) filter (where not melding.geoorloofd) as meldingen_ongeoorloofd,
        sum(melding.uren) filter (where not melding.geoorloofd) as uren_ongeoorloofd,
        count(*) filter (where melding.geoorloofd) as meldingen_geoorloofd
    from melding
    inner join {{ ref('int_bereik') }} as bereik on {{ bevat('bereik.sj', 'melding.begindatum') }}
    where melding.status <> 'I'
    group by melding.persoon
),

dagen_absoluut as (
    {{ dagen_in_schooljaar('absoluut', ['definitieset', 'persoon']) }}
),

dagen_lrv as (
    {{ dagen_in_schooljaar('lrv', ['definitieset', 'persoon']) }}
)

select
    persoon.schooljaar,
    definitieset.definitieset,
    persoon.persoon,
    coalesce(gemeld.meldingen_ongeoorloofd, 0)::integer as meldingen_ongeoorloofd,
    coalesce(gemeld.uren_ongeoorloofd, 0) as uren_ongeoorloofd,
    coalesce(gemeld.meldingen_geoorloofd, 0)::integer as meldingen_geoorloofd,
    coalesce(dagen_absoluut.dagen, 0) as dagen_absoluut,
    coalesce(dagen_lrv.dagen, 0) as dagen_lrv
from persoon
cross join {{ ref('int_definitieset') }} as definitieset
left join gemeld on persoon.persoon = gemeld.persoon
left join dagen_absoluut
    on persoon.persoon = dagen_absoluut.persoon and definitieset.definitieset = dagen_absoluut.definitieset
left join dagen_lrv
    on persoon.persoon = dagen_lrv.persoon and definitieset.definitieset = dagen_lrv.definitieset
