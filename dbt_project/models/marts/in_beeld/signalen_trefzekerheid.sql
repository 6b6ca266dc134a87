{{ config(pre_hook='{{ wis_bereik() }}') }}

-- Does a signal say anything? Of last year's signalled persons, how many became absoluut, LRV or VSV (precision); of
-- those who did, how many had been signalled (reach).

with

uitkomst as (
    select * from {{ ref('int_signaal_uitkomst') }}
),

vorig_jaar as (
    select * from {{ ref('int_signaal_vorig_jaar') }}
),

nu as (
    select definitieset, soort.signaal, gemeentecode, persoon
    from {{ jaardeel('signalen') }} as signalen
    cross join lateral (values (signalen.signaal), ('TOTAAL')) as soort (signaal)
    where schooljaar = {{ schooljaar() }}
),

soorten as (
    select signaal from {{ ref('signaalregel') }}
    union all
    select 'TOTAAL'
),

alle as (
    select definitieset, signaal, gemeentecode, persoon, 'nu' as wat, false as raak from nu
    union all
    select
        definitieset, signaal, gemeentecode, persoon, 'vorig_jaar',
        (definitieset, persoon) in (select uitkomst.definitieset, uitkomst.persoon from uitkomst)
    from vorig_jaar
    union all
    select uitkomst.definitieset, vorig_jaar.signaal, uitkomst.gemeentecode, uitkomst.persoon, 'vooraf', true
    from uitkomst
    inner join vorig_jaar on uitkomst.definitieset = vorig_jaar.definitieset and uitkomst.persoon = vorig_jaar.persoon
),

telling as (
    select
        definitieset, signaal,
        case when grouping(gemeentecode) = 1 then 'land' else 'gemeente' end as niveau,
        coalesce(gemeentecode, 'NL') as gebied,
        count(distinct persoon) filter (where wat = 'nu') as gesignaleerd,
        count(distinct persoon) filter (where wat = 'vorig_jaar') as gesignaleerd_vorig_jaar,
        count(distinct persoon) filter (where wat = 'vorig_jaar' and raak) as uitgekomen,
        count(distinct persoon) filter (where wat = 'vooraf') as vooraf_gesignaleerd
    from alle
    group by definitieset, signaal, grouping sets ((gemeentecode), ())
),

-- an outcome is one whatever the signal: counted once, and set beside every kind
uitkomsten as (
    select
        definitieset,
        case when grouping(gemeentecode) = 1 then 'land' else 'gemeente' end as niveau,
        coalesce(gemeentecode, 'NL') as gebied,
        count(distinct persoon) as uitkomsten
    from uitkomst
    group by definitieset, grouping sets ((gemeentecode), ())
),

samen as (
    select
        definitieset,
        signaal,
        niveau,
        gebied,
        coalesce(telling.gesignaleerd, 0) as gesignaleerd,
        coalesce(telling.gesignaleerd_vorig_jaar, 0) as gesignaleerd_vorig_jaar,
        coalesce(telling.uitgekomen, 0) as uitgekomen,
        coalesce(per_soort.uitkomsten, 0) as uitkomsten,
        coalesce(telling.vooraf_gesignaleerd, 0) as vooraf_gesignaleerd
    from telling
    full join (select * from uitkomsten cross join soorten) as per_soort
        using (definitieset, signaal, niveau, gebied)
)

select
    {{ schooljaar() }} as schooljaar,
    *,
    {{ procent('uitgekomen', 'gesignaleerd_vorig_jaar') }} as precisie_pct,
    {{ procent('vooraf_gesignaleerd', 'uitkomsten') }} as bereik_pct
from samen
