{{ config(materialized='table') }}

-- Reach of the doelgroep and the old early school leavers per region, on 1 October at the start of the school year.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

doelgroep as (
    select * from {{ jaardeel('int_doelgroep') }}
    where schooljaar = {{ schooljaar() }}
),

traject as (
    select * from {{ jaardeel('int_traject') }}
    where schooljaar = {{ schooljaar() }} and dit_jaar
),

eerder as (
    select * from {{ jaardeel('int_vsv_eerder') }}
    where schooljaar = {{ schooljaar() }}
),

-- in contact with any Doorstroompunt in the school year
contact as (
    select distinct traject.persoon
    from traject
    inner join bereik
        on {{ bevat('bereik.sj', 'traject.datum_eerste_contact') }} or {{ bevat('bereik.sj', 'traject.datum_intake') }}
),

per_regio as (
    select
        doelgroep.regiocode,
        count(*) as doelgroep,
        count(contact.persoon) as bereikt,
        count(*) filter (where eerder.persoon is not null and not doelgroep.ingeschreven) as oude_vsv
    from doelgroep
    left join contact on doelgroep.persoon = contact.persoon
    left join eerder on doelgroep.persoon = eerder.persoon
    group by doelgroep.regiocode
)

select
    per_regio.regiocode,
    cel.tabel,
    '1_oktober' as rij,
    cel.kolom,
    cel.waarde
from per_regio
cross join
    lateral (
        values
        ('bereik', 'doelgroep', per_regio.doelgroep::numeric),
        ('bereik', 'bereikt', nullif(per_regio.bereikt, 0)::numeric),
        ('bereik', 'bereik_pct', round(100.0 * per_regio.bereikt / per_regio.doelgroep, 2)),
        ('oude_vsv', 'personen', nullif(per_regio.oude_vsv, 0)::numeric)
    ) as cel (tabel, kolom, waarde)
where cel.waarde is not null
