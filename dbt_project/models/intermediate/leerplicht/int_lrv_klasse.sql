{{ config(materialized='per_schooljaar') }}

-- Class of a person with LRV in a municipality: the first report of the first spell counted there.

with

definitieset as (
    select * from {{ ref('int_definitieset') }}
),

geteld as (
    {{ dit_jaar('int_lrv_geteld') }}
),

melding as (
    {{ dit_jaar('int_verzuimmelding_leerplicht') }}
),

klasse as (
    select * from {{ ref('onderwijssoort_klasse') }}
),

eerste as (
    select distinct on (definitieset, persoon, gemeentecode) *
    from geteld
    order by definitieset, persoon, gemeentecode, periode
),

eerste_melding as (
    select distinct on (eerste.definitieset, eerste.persoon, eerste.gemeentecode)
        eerste.schooljaar,
        eerste.definitieset,
        eerste.persoon,
        eerste.gemeentecode,
        lower(eerste.periode) as eerste,
        melding.onderwijssoort
    from eerste
    inner join definitieset on eerste.definitieset = definitieset.definitieset
    inner join melding on eerste.persoon = melding.persoon and {{ overlapt('eerste.periode', 'melding.periode') }}
    where
        melding.soort = 'LRV'
        and melding.status <> 'I'
        and (not melding.geoorloofd or not definitieset.onderscheid_geoorloofd)
    order by
        eerste.definitieset,
        eerste.persoon,
        eerste.gemeentecode,
        melding.begindatum,
        melding.meldingsnummer collate "C"
)

select
    eerste_melding.schooljaar,
    eerste_melding.definitieset,
    eerste_melding.persoon,
    eerste_melding.gemeentecode,
    eerste_melding.eerste,
    klasse.onderwijssoort_klasse as klasse
from eerste_melding
inner join klasse on eerste_melding.onderwijssoort = klasse.onderwijssoort
