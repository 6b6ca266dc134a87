{{ config(pre_hook='{{ wis_bereik() }}') }}

-- Flows: persons per area by state on 1 September and on 31 July.

with

-- the persons of the country in one pass; what follows adds up these few
cel as (
    select definitieset, enig, niveau, gebied, van, naar, count(*) as personen
    from {{ jaardeel('int_stroom_persoon') }}
    where schooljaar = {{ schooljaar() }}
    group by definitieset, enig, niveau, gebied, van, naar
),

delen as (
    select cel.definitieset, gebied.niveau, gebied.gebied, cel.van, cel.naar, cel.personen
    from cel
    inner join {{ ref('int_gebied') }} as gebied on cel.gebied = gebied.gemeentecode
    where cel.enig
    union all
    select definitieset, niveau, gebied, van, naar, personen
    from cel
    where not enig
)

select
    {{ schooljaar() }} as schooljaar, definitieset, niveau, gebied, van, naar,
    sum(personen)::integer as personen
from delen
group by definitieset, niveau, gebied, van, naar
