-- Everybody with a day of residence in a municipality is in exactly one flow of it, per definition set.

with

stromen as (
    select definitieset, gebied as gemeentecode, sum(personen) as personen
    from {{ ref('stromen') }}
    where schooljaar = {{ schooljaar() }} and niveau = 'gemeente'
    group by definitieset, gebied
),

inwoners as (
    select definitieset.definitieset, inwoner.gemeentecode, count(*) as personen
    from {{ jaardeel('int_inwoner') }} as inwoner
    cross join {{ ref('int_definitieset') }} as definitieset
    where inwoner.schooljaar = {{ schooljaar() }}
    group by definitieset.definitieset, inwoner.gemeentecode
)

select *
from stromen
full join inwoners using (definitieset, gemeentecode)
where stromen.personen is distinct from inwoners.personen
