{{ config(materialized='table') }}

-- Persons per area by their state on 1 September and on 31 July. A person of one municipality has the same states in
-- every area of it; the states of a person who moved are found per area.

with

inwoner as (
    select * from {{ ref('int_inwoner') }}
    where schooljaar = {{ schooljaar() }}
),

gebied as (
    select * from {{ ref('int_gebied') }}
),

verhuisd as (
    select
        inwoner.persoon,
        inwoner.datum_overlijden,
        gebied.niveau,
        gebied.gebied,
        range_agg(inwoner.verblijf) as verblijf
    from inwoner
    inner join gebied on inwoner.gemeentecode = gebied.gemeentecode
    where not inwoner.enig
    group by inwoner.persoon, inwoner.datum_overlijden, gebied.niveau, gebied.gebied
),

blijver as (
    select persoon, datum_overlijden, 'gemeente' as niveau, gemeentecode as gebied, verblijf
    from inwoner
    where enig
),

van_blijvers as (
    {{ stromen_van('blijver') }}
),

van_verhuisden as (
    {{ stromen_van('verhuisd') }}
),

delen as (
    select
        van_blijvers.definitieset, gebied.niveau, gebied.gebied,
        van_blijvers.van, van_blijvers.naar, van_blijvers.personen
    from van_blijvers
    inner join gebied on van_blijvers.gebied = gebied.gemeentecode
    union all
    select definitieset, niveau, gebied, van, naar, personen
    from van_verhuisden
)

select
    {{ schooljaar() }} as schooljaar, definitieset, niveau, gebied, van, naar,
    sum(personen)::integer as personen
from delen
group by definitieset, niveau, gebied, van, naar
