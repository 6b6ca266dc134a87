{{ config(pre_hook='{{ wis_bereik() }}') }}

-- Every other definition set beside the standard one: difference of the figure, and the persons behind it.

with

telling as (
    select
        *,
        max(aantal) filter (where definitieset = {{ standaard_definitieset() }}) over gebied_indicator as standaard,
        bool_or(definitieset = {{ standaard_definitieset() }}) over gebied_indicator as met_standaard
    from {{ ref('leerplichttelling') }}
    where schooljaar = {{ schooljaar() }} and onderwijssoort_klasse = 'TOTAAL'
    window gebied_indicator as (partition by niveau, gebied, indicator)
),

verschil as (
    select * from {{ ref('int_verschil_persoon') }}
),

per_gebied as (
    select
        definitieset,
        niveau,
        gebied,
        indicator,
        count(*) filter (where wijziging = 'erbij') as erbij,
        count(*) filter (where wijziging = 'eraf') as eraf,
        count(*) filter (where wijziging = 'andere_klasse') as andere_klasse
    from verschil
    group by definitieset, niveau, gebied, indicator
)

select
    telling.schooljaar,
    telling.indicator,
    telling.niveau,
    telling.gebied,
    telling.definitieset,
    telling.aantal as waarde,
    telling.standaard as waarde_standaard,
    telling.aantal - telling.standaard as verschil,
    case when telling.status <> 'ontbreekt' then coalesce(per_gebied.erbij, 0)::integer end as personen_erbij,
    case when telling.status <> 'ontbreekt' then coalesce(per_gebied.eraf, 0)::integer end as personen_eraf,
    case when telling.status <> 'ontbreekt' then coalesce(per_gebied.andere_klasse, 0)::integer end
        as personen_andere_klasse
from telling
left join per_gebied using (definitieset, niveau, gebied, indicator)
where telling.met_standaard and telling.definitieset <> {{ standaard_definitieset() }}
