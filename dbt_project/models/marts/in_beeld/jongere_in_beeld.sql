{{ config(materialized='per_schooljaar') }}

-- Where every young person stands on both reference dates, one status each.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

groep as (
    select * from {{ ref('int_leeftijdsgroep') }}
    where geleverd
),

persoon as (
    {{ dit_jaar('int_persoon') }}
),

woont as (
    {{ dit_jaar('int_woont') }}
),

toestand as (
    {{ dit_jaar('int_toestand') }}
),

lrv as (
    {{ dit_jaar('int_lrv_landelijk') }}
),

inwoner as materialized (
    select
        woont.persoon,
        woont.gemeentecode,
        dag.peildatum,
        {{ leeftijd('persoon.geboortedatum', 'dag.peildatum') }} as leeftijd,
        dag.rang
    from woont
    cross join bereik
    inner join persoon on woont.persoon = persoon.persoon
    left join toestand on woont.persoon = toestand.persoon
    cross join lateral (values (bereik.t0, toestand.rang_t0), (bereik.t1, toestand.rang_t1)) as dag (peildatum, rang)
    where {{ bevat('woont.periode', 'dag.peildatum') }}
),

in_lrv as (
    select distinct lrv.definitieset, lrv.persoon, regel.peildatum
    from lrv
    inner join {{ ref('int_doorstroompunt_regel') }} as regel on {{ bevat('lrv.periode', 'regel.peildatum') }}
)

select
    {{ schooljaar() }} as schooljaar,
    definitieset.definitieset,
    inwoner.peildatum,
    inwoner.persoon,
    inwoner.gemeentecode,
    inwoner.leeftijd,
    groep.leeftijdsgroep,
    (array['{{ in_beeld_statussen() | join("', '") }}'])[least( -- noqa: LT05
        coalesce(inwoner.rang, {{ in_beeld_rang('uit_beeld') }}),
        case when in_lrv.persoon is not null then {{ in_beeld_rang('lrv') }} end
    )] as status
from inwoner
inner join groep
    on
        inwoner.gemeentecode = groep.gemeentecode
        and inwoner.leeftijd >= groep.leeftijd_van
        and inwoner.leeftijd < groep.leeftijd_tot
cross join {{ ref('int_definitieset') }} as definitieset
left join in_lrv
    on
        definitieset.definitieset = in_lrv.definitieset
        and inwoner.persoon = in_lrv.persoon
        and inwoner.peildatum = in_lrv.peildatum
