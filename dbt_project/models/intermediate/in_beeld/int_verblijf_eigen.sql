{{ config(materialized='per_schooljaar') }}

-- Own spells as delivered (a municipality's in its own delivery or in that of its region), not cut short, of persons
-- who left for another municipality or whom several municipalities claim. The others cannot vanish or be double.

with

verblijf as (
    {{ met_persoon('stg_verblijf') }}
),

gemeente as (
    select * from {{ ref('int_gemeente') }}
),

opvolger as (
    select * from {{ ref('int_gemeente_opvolger') }}
),

eigen as (
    select
        verblijf.*,
        gemeente.gemeentecode as woongemeente
    from verblijf
    left join opvolger on verblijf.gemeentecode = opvolger.gemeentecode
    inner join gemeente
        on
            coalesce(opvolger.opvolger, verblijf.gemeentecode) = gemeente.gemeentecode
            and verblijf.leveraar in (gemeente.gemeentecode, gemeente.regiocode, gemeente.regiocode_t0)
),

kandidaat as (
    select persoon
    from eigen
    group by persoon
    having min(woongemeente) <> max(woongemeente) or bool_or(reden_einde = 'verhuisd_binnenland')
)

select
    {{ schooljaar() }} as schooljaar,
    eigen.persoon,
    eigen.woongemeente as gemeentecode,
    eigen.begindatum,
    eigen.einddatum,
    eigen.reden_einde,
    {{ periode_tot_horizon('eigen.begindatum', 'eigen.einddatum', 'eigen.horizon') }} as periode,
    eigen.leveraar,
    eigen.bron_id,
    eigen.regel
from eigen
inner join kandidaat on eigen.persoon = kandidaat.persoon
