-- Operations: whom to write to, what was written, alarms, and measurements of the pipeline itself.

create schema if not exists bedrijf;

-- Functional mailbox of a supplier; not of a person.
create table bedrijf.contact (
    leveraar text primary key check (leveraar ~ '^(GM\d{4}|RMC\d{2})$'),
    adres text not null check (adres ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
    bijgewerkt_op timestamptz not null default now()
);

-- One row per reminder. Written before the mail goes out and marked afterwards: a crash in between can send a
-- mail twice, never not at all.
create table bedrijf.herinnering (
    soort text not null,
    leveraar text not null,
    schooljaar text not null,
    -- days before (negative) or after the last day
    dagen integer not null,
    gepland_op timestamptz not null default now(),
    verstuurd_op timestamptz,
    primary key (soort, leveraar, schooljaar, dagen)
);

-- Something a data engineer must look at. The same matter is one row until it is closed.
create table bedrijf.alarm (
    alarm_id bigint generated always as identity primary key,
    code text not null,
    onderwerp text not null,
    tekst text not null,
    eigenaar text not null,
    ontstaan_op timestamptz not null default now(),
    laatst_op timestamptz not null default now(),
    aantal integer not null default 1,
    opgelost_op timestamptz
);
create unique index on bedrijf.alarm (code, onderwerp) where opgelost_op is null;

-- The last time that a part of the pipeline said it was alive.
create table bedrijf.hartslag (
    onderdeel text primary key,
    tijd timestamptz not null default now()
);

-- Measurements over time: of what, for which school year, how much.
create table bedrijf.meting (
    tijd timestamptz not null default now(),
    naam text not null,
    schooljaar text not null default '',
    waarde double precision not null
);
create index on bedrijf.meting (naam, tijd);

-- A rebuild of a year that was published before, made beside the one in use.
create table bedrijf.herbouw (
    herbouw_id bigint generated always as identity primary key,
    schooljaar text not null,
    reden text not null,
    -- name of the database in which it was built
    naast text not null,
    status text not null default 'bezig' check (status in ('bezig', 'wacht', 'goedgekeurd', 'afgewezen', 'gewisseld')),
    verschillen jsonb not null default '{}',
    gevraagd_op timestamptz not null default now(),
    besloten_door text,
    besloten_op timestamptz
);
