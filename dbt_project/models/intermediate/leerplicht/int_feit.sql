{{ config(materialized='per_schooljaar') }}

-- Who counts where: one row per definition set, person, municipality and family of indicators (indicators of a
-- family share the class). Populations are in int_telplichtig, actions in int_actie.

with

definitieset as (
    select * from {{ ref('int_definitieset') }}
),

absoluut as (
    {{ dit_jaar('int_absoluut') }}
),

lrv as (
    {{ dit_jaar('int_lrv') }}
),

relatief as (
    {{ dit_jaar('int_relatief') }}
),

vrijstelling as (
    {{ dit_jaar('int_vrijstelling_klasse') }}
),

zorgwekkend as (
    {{ dit_jaar('int_zorgwekkend') }}
)

select schooljaar, definitieset, persoon, gemeentecode, 'AV' as familie, eerste, klasse, reden, indicatoren
from absoluut
union all
select schooljaar, definitieset, persoon, gemeentecode, 'LRV', eerste, klasse, null, indicatoren
from lrv
union all
select schooljaar, definitieset, persoon, gemeentecode, familie, eerste, klasse, null, indicatoren
from relatief
union all
select
    vrijstelling.schooljaar,
    definitieset.definitieset,
    vrijstelling.persoon,
    vrijstelling.gemeentecode,
    vrijstelling.indicator,
    vrijstelling.eerste,
    vrijstelling.klasse,
    null,
    array[vrijstelling.indicator]
from vrijstelling
cross join definitieset
union all
select schooljaar, definitieset, persoon, gemeentecode, 'ZORGWEKKEND', eerste, 'ONBEKEND', null, array['ZORGWEKKEND']
from zorgwekkend
