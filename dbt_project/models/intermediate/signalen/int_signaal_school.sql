{{ config(materialized='table') }}

-- overstap_vmbo_mbo: a VMBO diploma of the summer before T0, tested on T0.
-- stopt_zonder_startkwalificatie: an enrolment that ended in the year, tested some weeks later.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

regel as (
    select * from {{ ref('signaalregel') }}
),

kwalificatie as (
    {{ dit_jaar('int_kwalificatie') }}
),

inschrijving as (
    {{ dit_jaar('int_inschrijving') }}
)

select
    null::text as definitieset,
    regel.signaal,
    kwalificatie.persoon,
    kwalificatie.datum,
    bereik.t0 as toetsdag,
    null::date as geldig_tot,
    null::numeric as waarde,
    kwalificatie.leveraar,
    kwalificatie.bron_id,
    'kwalificatie' as tabel,
    kwalificatie.regel
from kwalificatie
cross join bereik
inner join regel
    on
        regel.signaal = 'overstap_vmbo_mbo'
        and kwalificatie.datum >= bereik.t0 - regel.venster_dagen
        and kwalificatie.datum < bereik.t0
where kwalificatie.soort = 'VMBO'
union all
select
    null::text as definitieset,
    regel.signaal,
    inschrijving.persoon,
    inschrijving.einddatum as datum,
    inschrijving.einddatum + regel.wacht_dagen as toetsdag,
    null::date as geldig_tot,
    null::numeric as waarde,
    inschrijving.leveraar,
    inschrijving.bron_id,
    'inschrijving' as tabel,
    inschrijving.regel
from inschrijving
inner join bereik on {{ bevat('bereik.sj', 'inschrijving.einddatum') }}
inner join regel on regel.signaal = 'stopt_zonder_startkwalificatie'
