{{ config(materialized='per_schooljaar') }}

-- What a traject counts in the effectrapportage (definities, section 5): each column of the report as a number.

with

bereik as (
    select * from {{ ref('int_bereik') }}
),

traject as (
    select * from {{ jaardeel('int_traject') }}
    where schooljaar = {{ schooljaar() }} and dit_jaar {{ alleen_geraakt() }}
),

rij as (
    {{ dit_jaar('int_traject_rij') }}
),

persoon as (
    {{ dit_jaar('int_persoon') }}
),

inschrijving as (
    select persoon, range_agg(periode) as dagen from {{ jaardeel('int_inschrijving') }}
    where schooljaar = {{ schooljaar() }} and persoon in (select traject.persoon from traject) {{ alleen_geraakt() }}
    group by persoon
),

benaderd as (
    select
        traject.*,
        rij.rij,
        bereik.sj,
        {{ leeftijd('persoon.geboortedatum', 'bereik.sj_begin') }} as leeftijd,
        -- the day of contact; of a continuing traject the first day of the school year
        case
            when rij.soort = 'continuerend' then bereik.sj_begin
            when bereik.sj @> traject.datum_eerste_contact then traject.datum_eerste_contact
        end as dag_benaderd
    from traject
    inner join rij
        on
            traject.persoon = rij.persoon
            and traject.regiocode = rij.regiocode
            and traject.trajectnummer = rij.trajectnummer
    inner join persoon on traject.persoon = persoon.persoon
    cross join bereik
)

select
    benaderd.schooljaar,
    benaderd.persoon,
    benaderd.regiocode,
    benaderd.trajectnummer,
    benaderd.rij,
    benaderd.doelgroep,
    benaderd.leeftijd,
    (benaderd.dag_benaderd is not null)::integer as benaderd,
    coalesce(inschrijving.dagen @> benaderd.dag_benaderd, false)::integer as ingeschreven,
    case when benaderd.dag_benaderd is not null then benaderd.gesprekken else 0 end as gesprekken,
    case when benaderd.sj @> benaderd.datum_intake then benaderd.datum_intake - benaderd.datum_signaal end
        as dagen_tot_intake,
    coalesce(benaderd.sj @> benaderd.startdatum, false)::integer as gestart,
    coalesce(benaderd.sj @> benaderd.einddatum, false)::integer as beeindigd,
    case
        when benaderd.sj @> benaderd.einddatum and benaderd.startdatum is not null
            then {{ periode('benaderd.startdatum', 'benaderd.einddatum') }}
    end as duur,
    case when benaderd.sj @> benaderd.einddatum then lower(benaderd.resultaat) end as bestemming
from benaderd
left join inschrijving on benaderd.persoon = inschrijving.persoon
