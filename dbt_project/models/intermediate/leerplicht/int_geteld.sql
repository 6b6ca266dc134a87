{{ config(materialized='per_schooljaar') }}

-- Who counts in which area (definities, section 0): each person once, with the class of the earliest counted spell
-- of the family in that area (equal: lower gemeentecode). Two exceptions keep sums exact: corrected only when
-- nothing in the area stays uncorrected, new LRV only when none already ran.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

feit as (
    {{ dit_jaar('int_feit') }}
),

gebied as (
    select * from {{ ref('int_gebied') }}
),

persoon as (
    {{ dit_jaar('int_persoon') }}
),

in_gebied as (
    select feit.*, gebied.niveau, gebied.gebied, indicator.indicator
    from feit
    inner join gebied on feit.gemeentecode = gebied.gemeentecode
    cross join lateral unnest(feit.indicatoren) as indicator (indicator)
),

met_eerste as (
    select
        schooljaar,
        definitieset,
        niveau,
        gebied,
        persoon,
        indicator,
        first_value(klasse) over eerste_spell as klasse,
        first_value(reden) over eerste_spell as reden,
        bool_or(indicator = 'AV_TOTAAL') over familie as av_totaal,
        bool_or(indicator = 'LRV_BEGIN') over familie as lrv_begin
    from in_gebied
    window
        familie as (partition by definitieset, niveau, gebied, familie, persoon),
        eerste_spell as (familie order by eerste, gemeentecode)
),

telt as (
    select distinct schooljaar, definitieset, niveau, gebied, persoon, indicator, klasse, reden
    from met_eerste
    where
        not (indicator = 'AV_GECORRIGEERD' and av_totaal)
        and not (indicator = 'LRV_NIEUW' and lrv_begin)
)

select
    telt.schooljaar,
    telt.definitieset,
    telt.niveau,
    telt.gebied,
    telt.persoon,
    genoemd.indicator,
    telt.klasse,
    {{ leeftijd('persoon.geboortedatum', 'bereik.t0') }} as leeftijd,
    persoon.geslacht
from telt
inner join persoon on telt.persoon = persoon.persoon
cross join bereik
cross join lateral unnest(
    case
        when telt.indicator = 'AV_GECORRIGEERD' then array[telt.indicator, telt.indicator || '_' || upper(telt.reden)]
        else array[telt.indicator]
    end
) as genoemd (indicator)
