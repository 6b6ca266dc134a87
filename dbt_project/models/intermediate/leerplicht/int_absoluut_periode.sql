{{ config(materialized='per_schooljaar') }}

-- Days with duty and residence but without enrolment or exemption, before any correction (definities, section 2).
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

inschrijving as (
    {{ dit_jaar('int_inschrijving_leerplicht') }}
),

vrijstelling as (
    {{ dit_jaar('int_vrijstelling_leerplicht') }}
),

-- enrolled all year at one school: most children, and none of them can be absent
heel_jaar as (
    select inschrijving.persoon
    from inschrijving
    inner join bereik on {{ bevat('inschrijving.periode', 'bereik.sj') }}
),

kandidaat as (
    select inwoner.*
    from inwoner
    left join heel_jaar on inwoner.persoon = heel_jaar.persoon
    where heel_jaar.persoon is null
),

gedekt as (
    select persoon, periode from inschrijving
    union all
    select persoon, periode from vrijstelling
    where grond in {{ gronden_vrijgesteld() }}
),

gedekte_dagen as (
    select gedekt.persoon, range_agg(gedekt.periode) as dagen
    from gedekt
    where gedekt.persoon in (select kandidaat.persoon from kandidaat)
    group by gedekt.persoon
),

zonder_school as (
    select
        telplicht.definitieset,
        kandidaat.persoon,
        kandidaat.gemeentecode,
        telplicht.telplicht * kandidaat.verblijf - coalesce(gedekte_dagen.dagen, '{}') as dagen
    from kandidaat
    inner join telplicht on kandidaat.persoon = telplicht.persoon
    left join gedekte_dagen on kandidaat.persoon = gedekte_dagen.persoon
)

select
    {{ schooljaar() }} as schooljaar,
    zonder_school.definitieset,
    zonder_school.persoon,
    zonder_school.gemeentecode,
    deel.periode
from zonder_school
inner join definitieset on zonder_school.definitieset = definitieset.definitieset
cross join lateral unnest(zonder_school.dagen) as deel (periode)
where upper(deel.periode) - lower(deel.periode) > definitieset.av_tolerantie_dagen
