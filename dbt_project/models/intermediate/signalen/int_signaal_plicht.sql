{{ config(materialized='table') }}

-- start_schoolloopbaan: duty in the school year and no enrolment in any delivery, ever; tested on the first day of
-- duty in the year. van_vrijstelling_naar_niets: an exemption that ended in the year, tested the day after.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

regel as (
    select * from {{ ref('signaalregel') }}
),

telplicht as (
    {{ dit_jaar('int_telplicht') }}
),

woont as (
    {{ dit_jaar('int_woont') }}
),

inschrijving as (
    {{ dit_jaar('int_inschrijving') }}
),

vrijstelling as (
    {{ dit_jaar('int_vrijstelling') }}
),

begonnen as (
    select
        telplicht.definitieset,
        telplicht.persoon,
        lower(telplicht.leerplicht) as datum,
        lower(telplicht.leerplicht * bereik.sj) as toetsdag
    from telplicht
    inner join bereik on {{ overlapt('telplicht.leerplicht', 'bereik.sj') }}
    where not exists (
        select 1 from inschrijving
        where telplicht.persoon = inschrijving.persoon
    )
)

select
    begonnen.definitieset,
    'start_schoolloopbaan' as signaal,
    begonnen.persoon,
    begonnen.datum,
    begonnen.toetsdag,
    null::date as geldig_tot,
    null::numeric as waarde,
    woont.leveraar,
    woont.bron_id,
    'verblijf' as tabel,
    woont.regel
from begonnen
inner join woont on begonnen.persoon = woont.persoon and {{ bevat('woont.periode', 'begonnen.toetsdag') }}
union all
select
    null::text as definitieset,
    regel.signaal,
    vrijstelling.persoon,
    vrijstelling.einddatum as datum,
    vrijstelling.einddatum + 1 + regel.wacht_dagen as toetsdag,
    null::date as geldig_tot,
    null::numeric as waarde,
    vrijstelling.leveraar,
    vrijstelling.bron_id,
    'vrijstelling' as tabel,
    vrijstelling.regel
from vrijstelling
inner join bereik on {{ bevat('bereik.sj', 'vrijstelling.einddatum') }}
inner join regel on regel.signaal = 'van_vrijstelling_naar_niets'
where vrijstelling.grond in {{ gronden_vrijgesteld() }}
