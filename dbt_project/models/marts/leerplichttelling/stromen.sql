{{ config(pre_hook='{{ wis_bereik() }}') }}

-- Flows: persons per area by state on 1 September and on 31 July.

with

cel as (
    select * from {{ ref('int_stroom_cel') }}
    where schooljaar = {{ schooljaar() }} and aantal > 0
),

delen as (
    select cel.definitieset, gebied.niveau, gebied.gebied, cel.van, cel.naar, cel.aantal
    from cel
    inner join {{ ref('int_gebied') }} as gebied on cel.gebied = gebied.gemeentecode
    where cel.enig
    union all
    select definitieset, niveau, gebied, van, naar, aantal
    from cel
    where not enig
)

select
    {{ schooljaar() }} as schooljaar, definitieset, niveau, gebied, van, naar,
    sum(aantal)::integer as personen
from delen
group by definitieset, niveau, gebied, van, naar
