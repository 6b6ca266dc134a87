-- Checks that read every row once: the rows of the batch with their dates and numbers, in unlogged tables.
--
-- The views of 0004 worked every date out again for each of some thirty queries. A regular expression costs
-- microseconds and a hash lookup tenths of them, so days are looked up (controle.dag) and the functions of
-- 0004 are left for what is not found there. rizoom.intake.checks fills the tables at the start of a batch
-- and empties them at its end; after a crash an unlogged table is empty.

create table controle.dag (
    tekst text primary key,
    dag date not null
);
insert into controle.dag (tekst, dag)
select to_char(g.dag, 'YYYY-MM-DD'), g.dag::date
from generate_series(timestamp '1900-01-01', timestamp '2099-12-31', interval '1 day') as g (dag);
analyze controle.dag;

create or replace function controle.naar_geheel(tekst text) returns integer
language sql immutable parallel safe as $$
    select case
        when tekst in ('0', '1', '2', '3', '4', '5', '6', '7', '8', '9') then tekst::integer
        when tekst ~ '^-?[0-9]{1,9}$' then tekst::integer
    end
$$;

-- Day of the month by date_part: extract gives a numeric, which is several times slower.
create or replace function controle.verjaardag(geboren date, jaren integer) returns date
language sql immutable parallel safe as $$
    select (geboren + make_interval(years => jaren))::date
        + (date_part('day', geboren + make_interval(years => jaren)) <> date_part('day', geboren))::integer
$$;

drop view
    controle.jongere,
    controle.verblijf,
    controle.inschrijving,
    controle.kwalificatie,
    controle.vrijstelling,
    controle.absoluut_dossier,
    controle.verzuimmelding,
    controle.vervolgactie,
    controle.traject,
    controle.uitkomst,
    controle.opgave,
    controle.aanwezigheid,
    controle.koppeling;
drop view controle.eigen_gemeente, controle.levering;

-- The deliveries of the batch. sj_uiterst: no date may be later (spec: leveringen, section 8).
create view controle.lees_levering as
select
    v.levering_id,
    null::integer as regel,
    v.soort as lev_soort,
    v.leveraar,
    v.schooljaar,
    v.aangemaakt,
    v.levert as lev_levert,
    make_date(left(v.schooljaar, 4)::integer, 8, 1) as sj_begin,
    make_date(left(v.schooljaar, 4)::integer + 1, 7, 31) as sj_eind,
    make_date(left(v.schooljaar, 4)::integer + 2, 7, 31) as sj_uiterst,
    make_date(left(v.schooljaar, 4)::integer + 1, 10, 1) as horizon,
    (v.aangemaakt at time zone 'Europe/Amsterdam')::date as dag_aangemaakt,
    coalesce(b.lev_tabellen, '{}') as lev_tabellen
from register.controlegroep as c
inner join register.levering as v on v.levering_id = c.levering_id
left join (
    select b.levering_id, array_agg(b.tabel) as lev_tabellen
    from register.levering_bestand as b
    inner join register.controlegroep as c on c.levering_id = b.levering_id
    where b.tabel is not null
    group by b.levering_id
) as b on b.levering_id = v.levering_id;

create unlogged table controle.levering as
select l.* from controle.lees_levering as l
with no data;

create view controle.lees_eigen_gemeente as
select l.levering_id, l.leveraar as gemeentecode
from controle.levering as l
where l.leveraar like 'GM%'
union
select l.levering_id, o.oude_code
from controle.levering as l
inner join controle.opvolging as o
    on o.nieuwe_code = l.leveraar and o.hoofdopvolger
    and o.ingangsdatum > l.sj_begin and o.ingangsdatum <= l.horizon
union
select l.levering_id, r.gemeentecode
from controle.levering as l
inner join controle.gemeente_regio as r
    on r.regiocode = l.leveraar and r.geldig && daterange(l.sj_begin, l.horizon, '[]');

-- The municipalities that a delivery is about: its own, one that merged into it during the school year,
-- or every municipality that was in the region on a day of the school year or until 1 October after it.
create unlogged table controle.eigen_gemeente as
select e.* from controle.lees_eigen_gemeente as e
with no data;

create view controle.lees_jongere as
select
    t.levering_id,
    t.regel,
    t.pseudoniem,
    t.nummersoort,
    t.geboortedatum,
    t.geslacht,
    t.datum_overlijden,
    t.herkomst,
    coalesce(
        dag_geboortedatum.dag,
        case when t.geboortedatum is not null then controle.naar_datum(t.geboortedatum) end
    ) as d_geboortedatum,
    coalesce(
        dag_datum_overlijden.dag,
        case when t.datum_overlijden is not null then controle.naar_datum(t.datum_overlijden) end
    ) as d_datum_overlijden,
    controle.verjaardag(dag_geboortedatum.dag, case l.lev_soort when 'leerplicht' then 4 else 12 end) as d_bereik_van,
    controle.verjaardag(dag_geboortedatum.dag, case l.lev_soort when 'leerplicht' then 18 else 27 end) as d_bereik_tot
from landing.jongere as t
inner join controle.levering as l on l.levering_id = t.levering_id and l.schooljaar = t.schooljaar

left join controle.dag as dag_geboortedatum on dag_geboortedatum.tekst = t.geboortedatum
left join controle.dag as dag_datum_overlijden on dag_datum_overlijden.tekst = t.datum_overlijden;
create unlogged table controle.rij_jongere as select * from controle.lees_jongere with no data;
create view controle.jongere as
select
    r.*,
    l.schooljaar, l.lev_soort, l.leveraar, l.lev_levert, l.lev_tabellen, l.aangemaakt, l.sj_begin, l.sj_eind,
    l.sj_uiterst, l.horizon, l.dag_aangemaakt
from controle.rij_jongere as r
inner join controle.levering as l on l.levering_id = r.levering_id;

create view controle.lees_verblijf as
select
    t.levering_id,
    t.regel,
    t.pseudoniem,
    t.gemeentecode,
    t.begindatum,
    t.einddatum,
    t.reden_einde,
    coalesce(
        dag_begindatum.dag,
        case when t.begindatum is not null then controle.naar_datum(t.begindatum) end
    ) as d_begindatum,
    coalesce(
        dag_einddatum.dag,
        case when t.einddatum is not null then controle.naar_datum(t.einddatum) end
    ) as d_einddatum,
    e.gemeentecode is not null as eigen
from landing.verblijf as t
inner join controle.levering as l on l.levering_id = t.levering_id and l.schooljaar = t.schooljaar

left join controle.dag as dag_begindatum on dag_begindatum.tekst = t.begindatum
left join controle.dag as dag_einddatum on dag_einddatum.tekst = t.einddatum
left join controle.eigen_gemeente as e
    on e.levering_id = t.levering_id and e.gemeentecode = t.gemeentecode;
create unlogged table controle.rij_verblijf as select * from controle.lees_verblijf with no data;
create view controle.verblijf as
select
    r.*,
    l.schooljaar, l.lev_soort, l.leveraar, l.lev_levert, l.lev_tabellen, l.aangemaakt, l.sj_begin, l.sj_eind,
    l.sj_uiterst, l.horizon, l.dag_aangemaakt,
    g.geldig as gemeente_geldig
from controle.rij_verblijf as r
inner join controle.levering as l on l.levering_id = r.levering_id
left join controle.gemeente as g on g.gemeentecode = r.gemeentecode;

create view controle.lees_inschrijving as
select
    t.levering_id,
    t.regel,
    t.pseudoniem,
    t.brin,
    t.vestiging,
    t.schoolsoort,
    t.onderwijssoort,
    t.uitstroomprofiel,
    t.vo_niveau,
    t.mbo_niveau,
    t.leerweg,
    t.leerjaar,
    t.begindatum,
    t.einddatum,
    t.reden_einde,
    controle.naar_geheel(t.mbo_niveau) as n_mbo_niveau,
    controle.naar_geheel(t.leerjaar) as n_leerjaar,
    coalesce(
        dag_begindatum.dag,
        case when t.begindatum is not null then controle.naar_datum(t.begindatum) end
    ) as d_begindatum,
    coalesce(
        dag_einddatum.dag,
        case when t.einddatum is not null then controle.naar_datum(t.einddatum) end
    ) as d_einddatum,
    s.brin is not null as brin_bekend
from landing.inschrijving as t
inner join controle.levering as l on l.levering_id = t.levering_id and l.schooljaar = t.schooljaar

left join controle.dag as dag_begindatum on dag_begindatum.tekst = t.begindatum
left join controle.dag as dag_einddatum on dag_einddatum.tekst = t.einddatum
left join controle.brin as s on s.brin = t.brin;
create unlogged table controle.rij_inschrijving as select * from controle.lees_inschrijving with no data;
create view controle.inschrijving as
select
    r.*,
    l.schooljaar, l.lev_soort, l.leveraar, l.lev_levert, l.lev_tabellen, l.aangemaakt, l.sj_begin, l.sj_eind,
    l.sj_uiterst, l.horizon, l.dag_aangemaakt
from controle.rij_inschrijving as r
inner join controle.levering as l on l.levering_id = r.levering_id;

create view controle.lees_kwalificatie as
select
    t.levering_id,
    t.regel,
    t.pseudoniem,
    t.soort,
    t.datum,
    t.brin,
    t.erkend,
    t.niveau,
    coalesce(
        dag_datum.dag,
        case when t.datum is not null then controle.naar_datum(t.datum) end
    ) as d_datum,
    controle.naar_geheel(t.niveau) as n_niveau,
    s.brin is not null as brin_bekend
from landing.kwalificatie as t
inner join controle.levering as l on l.levering_id = t.levering_id and l.schooljaar = t.schooljaar

left join controle.dag as dag_datum on dag_datum.tekst = t.datum
left join controle.brin as s on s.brin = t.brin;
create unlogged table controle.rij_kwalificatie as select * from controle.lees_kwalificatie with no data;
create view controle.kwalificatie as
select
    r.*,
    l.schooljaar, l.lev_soort, l.leveraar, l.lev_levert, l.lev_tabellen, l.aangemaakt, l.sj_begin, l.sj_eind,
    l.sj_uiterst, l.horizon, l.dag_aangemaakt
from controle.rij_kwalificatie as r
inner join controle.levering as l on l.levering_id = r.levering_id;

create view controle.lees_vrijstelling as
select
    t.levering_id,
    t.regel,
    t.pseudoniem,
    t.grond,
    t.begindatum,
    t.einddatum,
    t.datum_kennisgeving,
    t.datum_verklaring,
    t.permanent,
    t.eerder,
    t.afgegeven_door,
    coalesce(
        dag_begindatum.dag,
        case when t.begindatum is not null then controle.naar_datum(t.begindatum) end
    ) as d_begindatum,
    coalesce(
        dag_einddatum.dag,
        case when t.einddatum is not null then controle.naar_datum(t.einddatum) end
    ) as d_einddatum,
    coalesce(
        dag_datum_kennisgeving.dag,
        case when t.datum_kennisgeving is not null then controle.naar_datum(t.datum_kennisgeving) end
    ) as d_datum_kennisgeving,
    coalesce(
        dag_datum_verklaring.dag,
        case when t.datum_verklaring is not null then controle.naar_datum(t.datum_verklaring) end
    ) as d_datum_verklaring
from landing.vrijstelling as t
inner join controle.levering as l on l.levering_id = t.levering_id and l.schooljaar = t.schooljaar

left join controle.dag as dag_begindatum on dag_begindatum.tekst = t.begindatum
left join controle.dag as dag_einddatum on dag_einddatum.tekst = t.einddatum
left join controle.dag as dag_datum_kennisgeving on dag_datum_kennisgeving.tekst = t.datum_kennisgeving
left join controle.dag as dag_datum_verklaring on dag_datum_verklaring.tekst = t.datum_verklaring;
create unlogged table controle.rij_vrijstelling as select * from controle.lees_vrijstelling with no data;
create view controle.vrijstelling as
select
    r.*,
    l.schooljaar, l.lev_soort, l.leveraar, l.lev_levert, l.lev_tabellen, l.aangemaakt, l.sj_begin, l.sj_eind,
    l.sj_uiterst, l.horizon, l.dag_aangemaakt,
    g.geldig as gemeente_geldig
from controle.rij_vrijstelling as r
inner join controle.levering as l on l.levering_id = r.levering_id
left join controle.gemeente as g on g.gemeentecode = r.afgegeven_door;

create view controle.lees_absoluut_dossier as
select
    t.levering_id,
    t.regel,
    t.dossiernummer,
    t.pseudoniem,
    t.begindatum,
    t.einddatum,
    t.correctie_reden,
    t.reden_einde,
    coalesce(
        dag_begindatum.dag,
        case when t.begindatum is not null then controle.naar_datum(t.begindatum) end
    ) as d_begindatum,
    coalesce(
        dag_einddatum.dag,
        case when t.einddatum is not null then controle.naar_datum(t.einddatum) end
    ) as d_einddatum
from landing.absoluut_dossier as t
inner join controle.levering as l on l.levering_id = t.levering_id and l.schooljaar = t.schooljaar

left join controle.dag as dag_begindatum on dag_begindatum.tekst = t.begindatum
left join controle.dag as dag_einddatum on dag_einddatum.tekst = t.einddatum;
create unlogged table controle.rij_absoluut_dossier as select * from controle.lees_absoluut_dossier with no data;
create view controle.absoluut_dossier as
select
    r.*,
    l.schooljaar, l.lev_soort, l.leveraar, l.lev_levert, l.lev_tabellen, l.aangemaakt, l.sj_begin, l.sj_eind,
    l.sj_uiterst, l.horizon, l.dag_aangemaakt
from controle.rij_absoluut_dossier as r
inner join controle.levering as l on l.levering_id = r.levering_id;

create view controle.lees_verzuimmelding as
select
    t.levering_id,
    t.regel,
    t.meldingsnummer,
    t.pseudoniem,
    t.brin,
    t.onderwijssoort,
    t.soort,
    t.begindatum,
    t.einddatum,
    t.uren,
    t.geoorloofd,
    t.zorgwekkend,
    t.grond_art11,
    t.status,
    t.reden_afgesloten,
    t.datum_ontvangst,
    coalesce(
        dag_begindatum.dag,
        case when t.begindatum is not null then controle.naar_datum(t.begindatum) end
    ) as d_begindatum,
    coalesce(
        dag_einddatum.dag,
        case when t.einddatum is not null then controle.naar_datum(t.einddatum) end
    ) as d_einddatum,
    controle.naar_getal(t.uren) as n_uren,
    coalesce(
        dag_datum_ontvangst.dag,
        case when t.datum_ontvangst is not null then controle.naar_datum(t.datum_ontvangst) end
    ) as d_datum_ontvangst,
    s.brin is not null as brin_bekend
from landing.verzuimmelding as t
inner join controle.levering as l on l.levering_id = t.levering_id and l.schooljaar = t.schooljaar

left join controle.dag as dag_begindatum on dag_begindatum.tekst = t.begindatum
left join controle.dag as dag_einddatum on dag_einddatum.tekst = t.einddatum
left join controle.dag as dag_datum_ontvangst on dag_datum_ontvangst.tekst = t.datum_ontvangst
left join controle.brin as s on s.brin = t.brin;
create unlogged table controle.rij_verzuimmelding as select * from controle.lees_verzuimmelding with no data;
create view controle.verzuimmelding as
select
    r.*,
    l.schooljaar, l.lev_soort, l.leveraar, l.lev_levert, l.lev_tabellen, l.aangemaakt, l.sj_begin, l.sj_eind,
    l.sj_uiterst, l.horizon, l.dag_aangemaakt
from controle.rij_verzuimmelding as r
inner join controle.levering as l on l.levering_id = r.levering_id;

create view controle.lees_vervolgactie as
select
    t.levering_id,
    t.regel,
    t.actienummer,
    t.pseudoniem,
    t.aanleiding,
    t.referentie,
    t.soort,
    t.gericht_op,
    t.datum,
    t.afdoening,
    coalesce(
        dag_datum.dag,
        case when t.datum is not null then controle.naar_datum(t.datum) end
    ) as d_datum
from landing.vervolgactie as t
inner join controle.levering as l on l.levering_id = t.levering_id and l.schooljaar = t.schooljaar

left join controle.dag as dag_datum on dag_datum.tekst = t.datum;
create unlogged table controle.rij_vervolgactie as select * from controle.lees_vervolgactie with no data;
create view controle.vervolgactie as
select
    r.*,
    l.schooljaar, l.lev_soort, l.leveraar, l.lev_levert, l.lev_tabellen, l.aangemaakt, l.sj_begin, l.sj_eind,
    l.sj_uiterst, l.horizon, l.dag_aangemaakt
from controle.rij_vervolgactie as r
inner join controle.levering as l on l.levering_id = r.levering_id;

create view controle.lees_traject as
select
    t.levering_id,
    t.regel,
    t.trajectnummer,
    t.pseudoniem,
    t.doelgroep,
    t.bron,
    t.datum_signaal,
    t.datum_eerste_contact,
    t.datum_intake,
    t.startdatum,
    t.einddatum,
    t.resultaat,
    t.gesprekken,
    coalesce(
        dag_datum_signaal.dag,
        case when t.datum_signaal is not null then controle.naar_datum(t.datum_signaal) end
    ) as d_datum_signaal,
    coalesce(
        dag_datum_eerste_contact.dag,
        case when t.datum_eerste_contact is not null then controle.naar_datum(t.datum_eerste_contact) end
    ) as d_datum_eerste_contact,
    coalesce(
        dag_datum_intake.dag,
        case when t.datum_intake is not null then controle.naar_datum(t.datum_intake) end
    ) as d_datum_intake,
    coalesce(
        dag_startdatum.dag,
        case when t.startdatum is not null then controle.naar_datum(t.startdatum) end
    ) as d_startdatum,
    coalesce(
        dag_einddatum.dag,
        case when t.einddatum is not null then controle.naar_datum(t.einddatum) end
    ) as d_einddatum,
    controle.naar_geheel(t.gesprekken) as n_gesprekken
from landing.traject as t
inner join controle.levering as l on l.levering_id = t.levering_id and l.schooljaar = t.schooljaar

left join controle.dag as dag_datum_signaal on dag_datum_signaal.tekst = t.datum_signaal
left join controle.dag as dag_datum_eerste_contact on dag_datum_eerste_contact.tekst = t.datum_eerste_contact
left join controle.dag as dag_datum_intake on dag_datum_intake.tekst = t.datum_intake
left join controle.dag as dag_startdatum on dag_startdatum.tekst = t.startdatum
left join controle.dag as dag_einddatum on dag_einddatum.tekst = t.einddatum;
create unlogged table controle.rij_traject as select * from controle.lees_traject with no data;
create view controle.traject as
select
    r.*,
    l.schooljaar, l.lev_soort, l.leveraar, l.lev_levert, l.lev_tabellen, l.aangemaakt, l.sj_begin, l.sj_eind,
    l.sj_uiterst, l.horizon, l.dag_aangemaakt
from controle.rij_traject as r
inner join controle.levering as l on l.levering_id = r.levering_id;

create view controle.lees_uitkomst as
select
    t.levering_id,
    t.regel,
    t.pseudoniem,
    t.peildatum,
    t.arbeid_uren,
    t.uitkering,
    t.opleiding_defensie_politie,
    coalesce(
        dag_peildatum.dag,
        case when t.peildatum is not null then controle.naar_datum(t.peildatum) end
    ) as d_peildatum,
    controle.naar_getal(t.arbeid_uren) as n_arbeid_uren
from landing.uitkomst as t
inner join controle.levering as l on l.levering_id = t.levering_id and l.schooljaar = t.schooljaar

left join controle.dag as dag_peildatum on dag_peildatum.tekst = t.peildatum;
create unlogged table controle.rij_uitkomst as select * from controle.lees_uitkomst with no data;
create view controle.uitkomst as
select
    r.*,
    l.schooljaar, l.lev_soort, l.leveraar, l.lev_levert, l.lev_tabellen, l.aangemaakt, l.sj_begin, l.sj_eind,
    l.sj_uiterst, l.horizon, l.dag_aangemaakt
from controle.rij_uitkomst as r
inner join controle.levering as l on l.levering_id = r.levering_id;

create view controle.lees_opgave as
select
    t.levering_id,
    t.regel,
    t.indicator,
    t.onderwijssoort_klasse,
    t.aantal,
    t.toelichting,
    controle.naar_geheel(t.aantal) as n_aantal
from landing.opgave as t
inner join controle.levering as l on l.levering_id = t.levering_id and l.schooljaar = t.schooljaar
;
create unlogged table controle.rij_opgave as select * from controle.lees_opgave with no data;
create view controle.opgave as
select
    r.*,
    l.schooljaar, l.lev_soort, l.leveraar, l.lev_levert, l.lev_tabellen, l.aangemaakt, l.sj_begin, l.sj_eind,
    l.sj_uiterst, l.horizon, l.dag_aangemaakt
from controle.rij_opgave as r
inner join controle.levering as l on l.levering_id = r.levering_id;

create view controle.lees_aanwezigheid as
select
    t.levering_id,
    t.regel,
    t.pseudoniem,
    t.week_begin,
    t.brin,
    t.uren_rooster,
    t.uren_aanwezig,
    t.uren_geoorloofd,
    t.uren_ongeoorloofd,
    coalesce(
        dag_week_begin.dag,
        case when t.week_begin is not null then controle.naar_datum(t.week_begin) end
    ) as d_week_begin,
    controle.naar_getal(t.uren_rooster) as n_uren_rooster,
    controle.naar_getal(t.uren_aanwezig) as n_uren_aanwezig,
    controle.naar_getal(t.uren_geoorloofd) as n_uren_geoorloofd,
    controle.naar_getal(t.uren_ongeoorloofd) as n_uren_ongeoorloofd,
    s.brin is not null as brin_bekend
from landing.aanwezigheid as t
inner join controle.levering as l on l.levering_id = t.levering_id and l.schooljaar = t.schooljaar

left join controle.dag as dag_week_begin on dag_week_begin.tekst = t.week_begin
left join controle.brin as s on s.brin = t.brin;
create unlogged table controle.rij_aanwezigheid as select * from controle.lees_aanwezigheid with no data;
create view controle.aanwezigheid as
select
    r.*,
    l.schooljaar, l.lev_soort, l.leveraar, l.lev_levert, l.lev_tabellen, l.aangemaakt, l.sj_begin, l.sj_eind,
    l.sj_uiterst, l.horizon, l.dag_aangemaakt
from controle.rij_aanwezigheid as r
inner join controle.levering as l on l.levering_id = r.levering_id;

create view controle.lees_koppeling as
select
    t.levering_id,
    t.regel,
    t.pseudoniem_bsn,
    t.pseudoniem_onderwijsnummer
from landing.koppeling as t
inner join controle.levering as l on l.levering_id = t.levering_id and l.schooljaar = t.schooljaar
;
create unlogged table controle.rij_koppeling as select * from controle.lees_koppeling with no data;
create view controle.koppeling as
select
    r.*,
    l.schooljaar, l.lev_soort, l.leveraar, l.lev_levert, l.lev_tabellen, l.aangemaakt, l.sj_begin, l.sj_eind,
    l.sj_uiterst, l.horizon, l.dag_aangemaakt
from controle.rij_koppeling as r
inner join controle.levering as l on l.levering_id = r.levering_id;
