{{ config(materialized='per_schooljaar') }}

-- Absoluut verzuim: one row per person and municipality with at least one spell; the indicators that apply.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

definitieset as (
    select * from {{ ref('int_definitieset') }}
),

spell as (
    {{ dit_jaar('int_absoluut_spell') }}
),

inschrijving as (
    {{ dit_jaar('int_inschrijving_leerplicht') }}
),

klasse as (
    select * from {{ ref('onderwijssoort_klasse') }}
),

samengevat as (
    select
        spell.definitieset,
        spell.persoon,
        spell.gemeentecode,
        min(lower(spell.periode)) as eerste,
        (array_agg(spell.reden order by spell.periode) filter (where spell.gecorrigeerd))[1] as reden,
        bool_or(not spell.gecorrigeerd) as totaal,
        bool_or(not spell.gecorrigeerd and {{ langer_dan_maanden('spell.periode', 3) }}) as gt3m,
        bool_or(not spell.gecorrigeerd and spell.periode @> bereik.laatste_dag) as lopend,
        bool_or(upper(spell.periode) > lower(spell.periode) + definitieset.uit_beeld_dagen)
        and not bool_or(spell.met_dossier) as uit_beeld,
        max(upper(spell.periode)) filter (where not spell.gecorrigeerd and upper(spell.periode) < bereik.sj_einde)
            as einde
    from spell
    inner join definitieset on spell.definitieset = definitieset.definitieset
    cross join bereik
    group by spell.definitieset, spell.persoon, spell.gemeentecode
),

-- an enrolment that begins when the last uncorrected spell ends
opgelost as (
    select distinct samengevat.definitieset, samengevat.persoon, samengevat.gemeentecode
    from samengevat
    inner join inschrijving on samengevat.persoon = inschrijving.persoon and samengevat.einde = inschrijving.begindatum
    where not samengevat.lopend
),

laatste_onderwijs as (
    {{ laatste_onderwijs('samengevat', 'inschrijving', ['definitieset', 'persoon', 'gemeentecode']) }}
)

select
    {{ schooljaar() }} as schooljaar,
    samengevat.definitieset,
    samengevat.persoon,
    samengevat.gemeentecode,
    samengevat.eerste,
    coalesce(klasse.onderwijssoort_klasse, 'GEEN_ONDERWIJS') as klasse,
    samengevat.reden,
    array_remove(array[
        'AV_POTENTIEEL',
        case when samengevat.totaal then 'AV_TOTAAL' else 'AV_GECORRIGEERD' end,
        case when samengevat.gt3m then 'AV_GT3M' end,
        case when opgelost.persoon is not null then 'AV_OPGELOST' end,
        case when samengevat.lopend then 'AV_OPEN' end,
        case when samengevat.uit_beeld then 'AV_UIT_BEELD' end
    ], null) as indicatoren
from samengevat
left join opgelost using (definitieset, persoon, gemeentecode)
left join laatste_onderwijs using (definitieset, persoon, gemeentecode)
left join klasse using (onderwijssoort)
