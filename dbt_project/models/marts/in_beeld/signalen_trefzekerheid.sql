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
    select
        uitkomst.definitieset, soorten.signaal, uitkomst.gemeentecode, uitkomst.persoon, 'uitkomst',
        (uitkomst.definitieset, soorten.signaal, uitkomst.persoon)
        in (select vorig_jaar.definitieset, vorig_jaar.signaal, vorig_jaar.persoon from vorig_jaar)
    from uitkomst
    cross join soorten
),

telling as (
    select
        definitieset, signaal,
        case when grouping(gemeentecode) = 1 then 'land' else 'gemeente' end as niveau,
        coalesce(gemeentecode, 'NL') as gebied,
        count(distinct persoon) filter (where wat = 'nu') as gesignaleerd,
        count(distinct persoon) filter (where wat = 'vorig_jaar') as gesignaleerd_vorig_jaar,
        count(distinct persoon) filter (where wat = 'vorig_jaar' and raak) as uitgekomen,
        count(distinct persoon) filter (where wat = 'uitkomst') as uitkomsten,
        count(distinct persoon) filter (where wat = 'uitkomst' and raak) as vooraf_gesignaleerd
    from alle
    group by definitieset, signaal, grouping sets ((gemeentecode), ())
)

select
    {{ schooljaar() }} as schooljaar,
    telling.*,
    {{ procent('uitgekomen', 'gesignaleerd_vorig_jaar') }} as precisie_pct,
    {{ procent('vooraf_gesignaleerd', 'uitkomsten') }} as bereik_pct
from telling
