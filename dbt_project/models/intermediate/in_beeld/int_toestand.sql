{{ config(materialized='per_schooljaar',
          meta={'uniek': true}) }}

-- The first status of section 6 that applies on T0 and on T1, LRV apart (that depends on the definition set).
-- Empty: none applies.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

regel as (
    select * from {{ ref('int_doorstroompunt_regel') }}
),

vrijstelling as (
    {{ dit_jaar('int_vrijstelling') }}
),

inschrijving as (
    {{ dit_jaar('int_inschrijving') }}
),

startkwalificatie as (
    {{ dit_jaar('int_startkwalificatie') }}
),

dossier as (
    {{ dit_jaar('int_dossier') }}
),

traject as (
    {{ dit_jaar('int_traject') }}
),

uitkomst as (
    {{ dit_jaar('int_uitkomst') }}
),

perioden as (
    select persoon, periode, {{ in_beeld_rang('vrijgesteld') }} as rang
    from vrijstelling
    where grond in {{ gronden_vrijgesteld() }}
    union all
    select persoon, periode, {{ in_beeld_rang('in_onderwijs') }} as rang from inschrijving
    union all
    select persoon, daterange(datum, null) as periode, {{ in_beeld_rang('startkwalificatie') }} as rang
    from startkwalificatie
    union all
    select persoon, periode, {{ in_beeld_rang('absoluut_met_dossier') }} as rang from dossier
    union all
    select
        persoon,
        {{ periode('startdatum', "coalesce(einddatum, 'infinity')") }} as periode,
        {{ in_beeld_rang('in_traject') }} as rang
    from traject
    where dit_jaar and startdatum is not null
    union all
    select
        uitkomst.persoon,
        daterange(uitkomst.peildatum, uitkomst.peildatum, '[]') as periode,
        {{ in_beeld_rang('werk') }} as rang
    from uitkomst
    inner join regel on uitkomst.peildatum = regel.peildatum and uitkomst.arbeid_uren >= regel.werk_uren
)

select
    {{ schooljaar() }} as schooljaar,
    perioden.persoon,
    min(perioden.rang) filter (where perioden.periode @> bereik.t0) as rang_t0,
    min(perioden.rang) filter (where perioden.periode @> bereik.t1) as rang_t1
from perioden
cross join bereik
where {{ bevat('perioden.periode', 'bereik.t0') }} or {{ bevat('perioden.periode', 'bereik.t1') }}
group by perioden.persoon
