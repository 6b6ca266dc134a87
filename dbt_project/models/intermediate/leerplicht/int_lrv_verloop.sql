{{ config(materialized='per_schooljaar') }}

-- How the LRV of a person went in the school year: length, still running, back to school. Spells are of the
-- person, wherever they are counted.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

definitieset as (
    select * from {{ ref('int_definitieset') }}
),

spell as (
    {{ dit_jaar('int_lrv_spell') }}
),

melding as (
    {{ dit_jaar('int_verzuimmelding_leerplicht') }}
),

in_schooljaar as (
    select
        spell.schooljaar,
        spell.definitieset,
        spell.persoon,
        bool_or(
            {{ langer_dan_maanden('daterange(lower(spell.periode), least(upper(spell.periode), bereik.sj_einde))', 3) }}
        ) as gt3m,
        bool_or(spell.periode @> bereik.laatste_dag) as lopend,
        max(upper(spell.periode)) as einde,
        range_agg(spell.periode) as dagen
    from spell
    inner join bereik on {{ overlapt('spell.periode', 'bereik.sj') }}
    group by spell.schooljaar, spell.definitieset, spell.persoon
),

terug as (
    select distinct in_schooljaar.definitieset, in_schooljaar.persoon
    from in_schooljaar
    inner join definitieset on in_schooljaar.definitieset = definitieset.definitieset
    inner join melding on in_schooljaar.persoon = melding.persoon and in_schooljaar.einde = melding.einddatum + 1
    where
        not in_schooljaar.lopend
        and melding.soort = 'LRV'
        and melding.status <> 'I'
        and (not melding.geoorloofd or not definitieset.onderscheid_geoorloofd)
        and melding.reden_afgesloten in ('terug_naar_school', 'andere_opleiding')
)

select
    in_schooljaar.schooljaar,
    in_schooljaar.definitieset,
    in_schooljaar.persoon,
    in_schooljaar.gt3m,
    in_schooljaar.lopend,
    terug.persoon is not null as teruggeleid,
    in_schooljaar.dagen
from in_schooljaar
left join terug on in_schooljaar.definitieset = terug.definitieset and in_schooljaar.persoon = terug.persoon
