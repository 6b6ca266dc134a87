{{ config(materialized='incremental', incremental_strategy='append', pre_hook='{{ wis_bereik(per_persoon=true) }}',
          indexes=[{'columns': ['schooljaar', 'persoon']}]) }}

-- Days without kwalificatieplicht (Leerplichtwet art. 4a lid 2): from a getuigschrift of praktijkonderwijs on, and
-- while the enrolment with the latest begindatum, running or ended, is vso towards work or day care.

with

kwalificatie as (
    {{ dit_jaar('int_kwalificatie') }}
),

inschrijving as (
    {{ dit_jaar('int_inschrijving_leerplicht') }}
),

vso as (
    select persoon
    from inschrijving
    where uitstroomprofiel in ('arbeid', 'dagbesteding')
),

-- of enrolments that begin on one day the lowest brin speaks
laatste as (
    select distinct on (inschrijving.persoon, inschrijving.begindatum)
        inschrijving.persoon,
        inschrijving.begindatum,
        inschrijving.onderwijssoort,
        inschrijving.uitstroomprofiel
    from inschrijving
    where inschrijving.persoon in (select vso.persoon from vso)
    order by inschrijving.persoon, inschrijving.begindatum, inschrijving.brin
),

tot_volgende as (
    select
        *,
        lead(begindatum) over (partition by persoon order by begindatum) as begin_volgende
    from laatste
),

dagen as (
    select persoon, daterange(min(datum), null) as periode
    from kwalificatie
    where soort = 'PRO_GETUIGSCHRIFT'
    group by persoon
    union all
    select persoon, daterange(begindatum, begin_volgende) as periode
    from tot_volgende
    where onderwijssoort = 'VSO' and uitstroomprofiel in ('arbeid', 'dagbesteding')
)

select
    {{ schooljaar() }} as schooljaar,
    persoon,
    range_agg(periode) as dagen
from dagen
group by persoon
