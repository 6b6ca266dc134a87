-- What the checks of a delivery need beside landing (spec: leveringen, section 8).
-- Landing is text; the functions below never raise, because one failing expression would stop the
-- bundled query of a whole table. Everything runs on PostgreSQL 15 to 18 without extensions.

create function controle.is_datum(tekst text) returns boolean language sql immutable parallel safe as $$
    select case
        when tekst is null then null
        when tekst !~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' or substr(tekst, 1, 4) = '0000' then false
        else substr(tekst, 9, 2) between '01' and case substr(tekst, 6, 2)
            when '01' then '31' when '03' then '31' when '05' then '31' when '07' then '31'
            when '08' then '31' when '10' then '31' when '12' then '31'
            when '04' then '30' when '06' then '30' when '09' then '30' when '11' then '30'
            when '02' then case
                when substr(tekst, 1, 4)::integer % 400 = 0 then '29'
                when substr(tekst, 1, 4)::integer % 100 = 0 then '28'
                when substr(tekst, 1, 4)::integer % 4 = 0 then '29'
                else '28'
            end
            else '00'
        end
    end
$$;

create function controle.naar_datum(tekst text) returns date language sql immutable parallel safe as $$
    select case when controle.is_datum(tekst) then
        make_date(substr(tekst, 1, 4)::integer, substr(tekst, 6, 2)::integer, substr(tekst, 9, 2)::integer)
    end
$$;

-- A whole number that fits an integer.
create function controle.is_geheel(tekst text) returns boolean language sql immutable parallel safe as $$
    select tekst ~ '^-?[0-9]{1,9}$'
$$;

create function controle.naar_geheel(tekst text) returns integer language sql immutable parallel safe as $$
    select case when tekst ~ '^-?[0-9]{1,9}$' then tekst::integer end
$$;

-- A decimal: at most 12 digits before and 4 after the point (spec: leveringen, section 1).
create function controle.is_getal(tekst text) returns boolean language sql immutable parallel safe as $$
    select tekst ~ '^-?[0-9]{1,12}([.][0-9]{1,4})?$'
$$;

create function controle.naar_getal(tekst text) returns numeric language sql immutable parallel safe as $$
    select case when tekst ~ '^-?[0-9]{1,12}([.][0-9]{1,4})?$' then tekst::numeric end
$$;

-- The n-th birthday; 29 February becomes 1 March in a common year (spec: definities, section 0).
create function controle.verjaardag(geboren date, jaren integer) returns date
language sql immutable parallel safe as $$
    select case
        when extract(day from geboren + make_interval(years => jaren)) <> extract(day from geboren)
            then (geboren + make_interval(years => jaren))::date + 1
        else (geboren + make_interval(years => jaren))::date
    end
$$;

-- Half-open range; empty when it would not hold a day, null when its begin is unknown, open without an end.
create function controle.periode(van date, tot date) returns daterange language sql immutable parallel safe as $$
    select case
        when van is null then null
        when tot is null or van < tot then daterange(van, tot)
        else 'empty'::daterange
    end
$$;

-- Reference data, filled from the seed files by rizoom.intake.checks_reference (dbt may not have run yet).
create table controle.referentie (
    naam text primary key,
    sha256 text not null
);
create table controle.gemeente (
    gemeentecode text primary key,
    geldig datemultirange not null
);
create table controle.gemeente_regio (
    gemeentecode text not null,
    regiocode text not null,
    geldig daterange not null
);
create table controle.opvolging (
    oude_code text not null,
    nieuwe_code text not null,
    ingangsdatum date not null,
    hoofdopvolger boolean not null
);
create table controle.brin (
    brin text primary key
);

-- The deliveries of the batch. sj_begin to sj_eind is the school year; the horizon is 1 October after it.
create view controle.levering as
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
    make_date(left(v.schooljaar, 4)::integer + 1, 10, 1) as horizon,
    coalesce(b.lev_tabellen, '{}') as lev_tabellen
from register.controlegroep as c
inner join register.levering as v on v.levering_id = c.levering_id
left join (
    select b.levering_id, array_agg(b.tabel) as lev_tabellen
    from register.levering_bestand as b
    inner join register.controlegroep as c on c.levering_id = b.levering_id
    where b.tabel is not null
    group by b.levering_id
) as b on b.levering_id = v.levering_id
offset 0;

-- The municipalities that a delivery is about: its own, one that merged into it during the school year,
-- or every municipality that was in the region on a day of the school year or until 1 October after it.
create view controle.eigen_gemeente as
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

-- One view per table: the rows of the batch, with d_<column> for dates and n_<column> for numbers (null when
-- they are not one). "offset 0" keeps the planner from computing those again for every use; "between" lets
-- the index on levering_id skip the rows of other deliveries whatever the join.

create view controle.jongere as
select
    t.levering_id,
    t.schooljaar,
    t.regel,
    t.pseudoniem,
    t.nummersoort,
    t.geboortedatum,
    t.geslacht,
    t.datum_overlijden,
    t.herkomst,
    controle.naar_datum(t.geboortedatum) as d_geboortedatum,
    controle.naar_datum(t.datum_overlijden) as d_datum_overlijden,
    l.lev_soort,
    l.leveraar,
    l.lev_levert,
    l.lev_tabellen,
    l.aangemaakt,
    l.sj_begin,
    l.sj_eind,
    l.horizon
from landing.jongere as t
inner join controle.levering as l on l.levering_id = t.levering_id and l.schooljaar = t.schooljaar
where t.levering_id between (select min(c.levering_id) from register.controlegroep as c)
    and (select max(c.levering_id) from register.controlegroep as c)
offset 0;

create view controle.verblijf as
select
    t.levering_id,
    t.schooljaar,
    t.regel,
    t.pseudoniem,
    t.gemeentecode,
    t.begindatum,
    t.einddatum,
    t.reden_einde,
    controle.naar_datum(t.begindatum) as d_begindatum,
    controle.naar_datum(t.einddatum) as d_einddatum,
    l.lev_soort,
    l.leveraar,
    l.lev_levert,
    l.lev_tabellen,
    l.aangemaakt,
    l.sj_begin,
    l.sj_eind,
    l.horizon,
    g.geldig as gemeente_geldig
from landing.verblijf as t
inner join controle.levering as l on l.levering_id = t.levering_id and l.schooljaar = t.schooljaar
left join controle.gemeente as g on g.gemeentecode = t.gemeentecode
where t.levering_id between (select min(c.levering_id) from register.controlegroep as c)
    and (select max(c.levering_id) from register.controlegroep as c)
offset 0;

create view controle.inschrijving as
select
    t.levering_id,
    t.schooljaar,
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
    controle.naar_datum(t.begindatum) as d_begindatum,
    controle.naar_datum(t.einddatum) as d_einddatum,
    l.lev_soort,
    l.leveraar,
    l.lev_levert,
    l.lev_tabellen,
    l.aangemaakt,
    l.sj_begin,
    l.sj_eind,
    l.horizon,
    s.brin is not null as brin_bekend
from landing.inschrijving as t
inner join controle.levering as l on l.levering_id = t.levering_id and l.schooljaar = t.schooljaar
left join controle.brin as s on s.brin = t.brin
where t.levering_id between (select min(c.levering_id) from register.controlegroep as c)
    and (select max(c.levering_id) from register.controlegroep as c)
offset 0;

create view controle.kwalificatie as
select
    t.levering_id,
    t.schooljaar,
    t.regel,
    t.pseudoniem,
    t.soort,
    t.datum,
    t.brin,
    t.erkend,
    t.niveau,
    controle.naar_datum(t.datum) as d_datum,
    controle.naar_geheel(t.niveau) as n_niveau,
    l.lev_soort,
    l.leveraar,
    l.lev_levert,
    l.lev_tabellen,
    l.aangemaakt,
    l.sj_begin,
    l.sj_eind,
    l.horizon,
    s.brin is not null as brin_bekend
from landing.kwalificatie as t
inner join controle.levering as l on l.levering_id = t.levering_id and l.schooljaar = t.schooljaar
left join controle.brin as s on s.brin = t.brin
where t.levering_id between (select min(c.levering_id) from register.controlegroep as c)
    and (select max(c.levering_id) from register.controlegroep as c)
offset 0;

create view controle.vrijstelling as
select
    t.levering_id,
    t.schooljaar,
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
    controle.naar_datum(t.begindatum) as d_begindatum,
    controle.naar_datum(t.einddatum) as d_einddatum,
    controle.naar_datum(t.datum_kennisgeving) as d_datum_kennisgeving,
    controle.naar_datum(t.datum_verklaring) as d_datum_verklaring,
    l.lev_soort,
    l.leveraar,
    l.lev_levert,
    l.lev_tabellen,
    l.aangemaakt,
    l.sj_begin,
    l.sj_eind,
    l.horizon,
    g.geldig as gemeente_geldig
from landing.vrijstelling as t
inner join controle.levering as l on l.levering_id = t.levering_id and l.schooljaar = t.schooljaar
left join controle.gemeente as g on g.gemeentecode = t.afgegeven_door
where t.levering_id between (select min(c.levering_id) from register.controlegroep as c)
    and (select max(c.levering_id) from register.controlegroep as c)
offset 0;

create view controle.absoluut_dossier as
select
    t.levering_id,
    t.schooljaar,
    t.regel,
    t.dossiernummer,
    t.pseudoniem,
    t.begindatum,
    t.einddatum,
    t.correctie_reden,
    t.reden_einde,
    controle.naar_datum(t.begindatum) as d_begindatum,
    controle.naar_datum(t.einddatum) as d_einddatum,
    l.lev_soort,
    l.leveraar,
    l.lev_levert,
    l.lev_tabellen,
    l.aangemaakt,
    l.sj_begin,
    l.sj_eind,
    l.horizon
from landing.absoluut_dossier as t
inner join controle.levering as l on l.levering_id = t.levering_id and l.schooljaar = t.schooljaar
where t.levering_id between (select min(c.levering_id) from register.controlegroep as c)
    and (select max(c.levering_id) from register.controlegroep as c)
offset 0;

create view controle.verzuimmelding as
select
    t.levering_id,
    t.schooljaar,
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
    controle.naar_datum(t.begindatum) as d_begindatum,
    controle.naar_datum(t.einddatum) as d_einddatum,
    controle.naar_getal(t.uren) as n_uren,
    controle.naar_datum(t.datum_ontvangst) as d_datum_ontvangst,
    l.lev_soort,
    l.leveraar,
    l.lev_levert,
    l.lev_tabellen,
    l.aangemaakt,
    l.sj_begin,
    l.sj_eind,
    l.horizon,
    s.brin is not null as brin_bekend
from landing.verzuimmelding as t
inner join controle.levering as l on l.levering_id = t.levering_id and l.schooljaar = t.schooljaar
left join controle.brin as s on s.brin = t.brin
where t.levering_id between (select min(c.levering_id) from register.controlegroep as c)
    and (select max(c.levering_id) from register.controlegroep as c)
offset 0;

create view controle.vervolgactie as
select
    t.levering_id,
    t.schooljaar,
    t.regel,
    t.actienummer,
    t.pseudoniem,
    t.aanleiding,
    t.referentie,
    t.soort,
    t.gericht_op,
    t.datum,
    t.afdoening,
    controle.naar_datum(t.datum) as d_datum,
    l.lev_soort,
    l.leveraar,
    l.lev_levert,
    l.lev_tabellen,
    l.aangemaakt,
    l.sj_begin,
    l.sj_eind,
    l.horizon
from landing.vervolgactie as t
inner join controle.levering as l on l.levering_id = t.levering_id and l.schooljaar = t.schooljaar
where t.levering_id between (select min(c.levering_id) from register.controlegroep as c)
    and (select max(c.levering_id) from register.controlegroep as c)
offset 0;

create view controle.traject as
select
    t.levering_id,
    t.schooljaar,
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
    controle.naar_datum(t.datum_signaal) as d_datum_signaal,
    controle.naar_datum(t.datum_eerste_contact) as d_datum_eerste_contact,
    controle.naar_datum(t.datum_intake) as d_datum_intake,
    controle.naar_datum(t.startdatum) as d_startdatum,
    controle.naar_datum(t.einddatum) as d_einddatum,
    controle.naar_geheel(t.gesprekken) as n_gesprekken,
    l.lev_soort,
    l.leveraar,
    l.lev_levert,
    l.lev_tabellen,
    l.aangemaakt,
    l.sj_begin,
    l.sj_eind,
    l.horizon
from landing.traject as t
inner join controle.levering as l on l.levering_id = t.levering_id and l.schooljaar = t.schooljaar
where t.levering_id between (select min(c.levering_id) from register.controlegroep as c)
    and (select max(c.levering_id) from register.controlegroep as c)
offset 0;

create view controle.uitkomst as
select
    t.levering_id,
    t.schooljaar,
    t.regel,
    t.pseudoniem,
    t.peildatum,
    t.arbeid_uren,
    t.uitkering,
    t.opleiding_defensie_politie,
    controle.naar_datum(t.peildatum) as d_peildatum,
    controle.naar_getal(t.arbeid_uren) as n_arbeid_uren,
    l.lev_soort,
    l.leveraar,
    l.lev_levert,
    l.lev_tabellen,
    l.aangemaakt,
    l.sj_begin,
    l.sj_eind,
    l.horizon
from landing.uitkomst as t
inner join controle.levering as l on l.levering_id = t.levering_id and l.schooljaar = t.schooljaar
where t.levering_id between (select min(c.levering_id) from register.controlegroep as c)
    and (select max(c.levering_id) from register.controlegroep as c)
offset 0;

create view controle.opgave as
select
    t.levering_id,
    t.schooljaar,
    t.regel,
    t.indicator,
    t.onderwijssoort_klasse,
    t.aantal,
    t.toelichting,
    controle.naar_geheel(t.aantal) as n_aantal,
    l.lev_soort,
    l.leveraar,
    l.lev_levert,
    l.lev_tabellen,
    l.aangemaakt,
    l.sj_begin,
    l.sj_eind,
    l.horizon
from landing.opgave as t
inner join controle.levering as l on l.levering_id = t.levering_id and l.schooljaar = t.schooljaar
where t.levering_id between (select min(c.levering_id) from register.controlegroep as c)
    and (select max(c.levering_id) from register.controlegroep as c)
offset 0;

create view controle.aanwezigheid as
select
    t.levering_id,
    t.schooljaar,
    t.regel,
    t.pseudoniem,
    t.week_begin,
    t.brin,
    t.uren_rooster,
    t.uren_aanwezig,
    t.uren_geoorloofd,
    t.uren_ongeoorloofd,
    controle.naar_datum(t.week_begin) as d_week_begin,
    controle.naar_getal(t.uren_rooster) as n_uren_rooster,
    controle.naar_getal(t.uren_aanwezig) as n_uren_aanwezig,
    controle.naar_getal(t.uren_geoorloofd) as n_uren_geoorloofd,
    controle.naar_getal(t.uren_ongeoorloofd) as n_uren_ongeoorloofd,
    l.lev_soort,
    l.leveraar,
    l.lev_levert,
    l.lev_tabellen,
    l.aangemaakt,
    l.sj_begin,
    l.sj_eind,
    l.horizon,
    s.brin is not null as brin_bekend
from landing.aanwezigheid as t
inner join controle.levering as l on l.levering_id = t.levering_id and l.schooljaar = t.schooljaar
left join controle.brin as s on s.brin = t.brin
where t.levering_id between (select min(c.levering_id) from register.controlegroep as c)
    and (select max(c.levering_id) from register.controlegroep as c)
offset 0;

create view controle.koppeling as
select
    t.levering_id,
    t.schooljaar,
    t.regel,
    t.pseudoniem_bsn,
    t.pseudoniem_onderwijsnummer,
    l.lev_soort,
    l.leveraar,
    l.lev_levert,
    l.lev_tabellen,
    l.aangemaakt,
    l.sj_begin,
    l.sj_eind,
    l.horizon
from landing.koppeling as t
inner join controle.levering as l on l.levering_id = t.levering_id and l.schooljaar = t.schooljaar
where t.levering_id between (select min(c.levering_id) from register.controlegroep as c)
    and (select max(c.levering_id) from register.controlegroep as c)
offset 0;
