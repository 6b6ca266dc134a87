{{ config(materialized='table') }}

-- Persons who count in an area under another definition set and not under the standard one (erbij), the other way
-- round (eraf), or in another class.

with

geteld as (
    select definitieset, niveau, gebied, indicator, persoon, klasse
    from {{ jaardeel('int_geteld') }}
    where schooljaar = {{ schooljaar() }} and indicator <> 'ZORGWEKKEND'
    union all
    select definitieset, niveau, gebied, indicator, persoon, klasse
    from {{ ref('int_verschil_bevolking') }}
),

standaard as (
    select * from geteld
    where definitieset = {{ standaard_definitieset() }}
),

andere as (
    select * from geteld
    where definitieset <> {{ standaard_definitieset() }}
),

andere_set as (
    select definitieset from {{ ref('int_definitieset') }}
    where definitieset <> {{ standaard_definitieset() }}
),

-- the standard once per other set, so that both sides can be put beside each other
standaard_per_set as (
    select
        andere_set.definitieset,
        standaard.niveau,
        standaard.gebied,
        standaard.indicator,
        standaard.persoon,
        standaard.klasse
    from standaard
    cross join andere_set
)

select
    {{ schooljaar() }} as schooljaar,
    definitieset,
    niveau,
    gebied,
    indicator,
    persoon,
    case
        when standaard_per_set.klasse is null then 'erbij'
        when andere.klasse is null then 'eraf'
        else 'andere_klasse'
    end as wijziging
from andere
full join standaard_per_set using (definitieset, niveau, gebied, indicator, persoon)
where andere.klasse is distinct from standaard_per_set.klasse
