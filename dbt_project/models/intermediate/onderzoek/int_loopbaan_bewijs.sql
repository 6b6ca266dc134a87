{{ config(materialized='per_schooljaar') }}

-- What every person of the school year that is being built holds: exemptions that touch it, proofs dated in it,
-- a startkwalificatie on 1 October after it, and trajecten that ran in it.

with

persoon as (
    {{ dit_jaar('int_persoon') }}
),

vrijstelling as (
    {{ dit_jaar('int_vrijstelling') }}
),

kwalificatie as (
    {{ dit_jaar('int_kwalificatie') }}
),

startkwalificatie as (
    {{ dit_jaar('int_startkwalificatie') }}
),

traject as (
    {{ dit_jaar('int_traject') }}
),

vrijgesteld as (
    select vrijstelling.persoon, string_agg(distinct vrijstelling.grond, ' ') as gronden
    from vrijstelling
    inner join {{ ref('int_bereik') }} as bereik on {{ overlapt('vrijstelling.periode', 'bereik.sj') }}
    group by vrijstelling.persoon
),

behaald as (
    select kwalificatie.persoon, string_agg(distinct kwalificatie.soort, ' ') as soorten
    from kwalificatie
    inner join {{ ref('int_bereik') }} as bereik on {{ bevat('bereik.sj', 'kwalificatie.datum') }}
    group by kwalificatie.persoon
),

begeleid as (
    select traject.persoon, count(*)::integer as trajecten
    from traject
    inner join {{ ref('int_bereik') }} as bereik
        on
            {{ overlapt(
                "daterange(traject.startdatum, greatest(traject.startdatum, traject.einddatum), '[]')", 'bereik.sj'
            ) }}
    where traject.startdatum is not null
    group by traject.persoon
)

select
    persoon.schooljaar,
    persoon.persoon,
    vrijgesteld.gronden as vrijstellingen,
    behaald.soorten as kwalificaties,
    coalesce(startkwalificatie.datum <= bereik.t1, false) as startkwalificatie,
    coalesce(begeleid.trajecten, 0) as trajecten
from persoon
cross join {{ ref('int_bereik') }} as bereik
left join vrijgesteld on persoon.persoon = vrijgesteld.persoon
left join behaald on persoon.persoon = behaald.persoon
left join startkwalificatie on persoon.persoon = startkwalificatie.persoon
left join begeleid on persoon.persoon = begeleid.persoon
