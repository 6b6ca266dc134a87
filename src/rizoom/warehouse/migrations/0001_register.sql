-- The register: the one truth of what counts. Every flow asks these tables what is to be done.

create schema if not exists register;
create schema if not exists landing;
create schema if not exists controle;

create table register.levering (
    levering_id integer generated always as identity primary key,
    -- of a zip the sha256 of its bytes; of a folder that of the sorted lines "name NUL sha256"
    sha256 text not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
    ontvangstnummer text not null unique,
    ontvangen_op timestamptz not null default now(),
    vorm text not null check (vorm in ('zip', 'map')),
    bytes bigint not null check (bytes >= 0),
    status text not null default 'ontvangen' check (
        status in ('ontvangen', 'gecontroleerd', 'goedgekeurd', 'vigerend', 'vervangen', 'afgekeurd', 'geweigerd')
    ),
    -- progress inside "ontvangen": filled when envelope and files have been read and landed
    gelezen_op timestamptz,
    soort text check (soort in ('leerplicht', 'doorstroompunt')),
    schooljaar text check (schooljaar ~ '^\d{4}/\d{4}$'),
    leveraar text check (leveraar ~ '^(GM\d{4}|RMC\d{2})$'),
    volgnummer integer check (volgnummer >= 1),
    aangemaakt timestamptz,
    pakket text,
    pakketversie text,
    dialect text,
    levert text[] not null default '{}',
    sleutelversie text,
    -- set when the landed rows of a superseded or refused delivery have been removed
    opgeruimd_op timestamptz
);
create index on register.levering (status);
create index on register.levering (soort, leveraar, schooljaar, volgnummer);

create table register.levering_bestand (
    levering_id integer not null references register.levering,
    naam text not null,
    tabel text,
    sha256 text,
    rijen integer,
    rijen_gelezen integer,
    codering text,
    scheidingsteken text,
    datumvormen jsonb not null default '{}',
    -- column of the table -> heading in the supplier's file, for messages in the supplier's own terms
    koppen jsonb not null default '{}',
    primary key (levering_id, naam)
);

-- "In force": exactly one delivery per kind, supplier and school year.
create table register.vigerend (
    soort text not null,
    leveraar text not null,
    schooljaar text not null,
    levering_id integer not null unique references register.levering,
    sinds timestamptz not null default now(),
    primary key (soort, leveraar, schooljaar)
);
create index on register.vigerend (schooljaar);

create table register.gebeurtenis (
    gebeurtenis_id bigint generated always as identity primary key,
    levering_id integer not null references register.levering,
    tijd timestamptz not null default now(),
    van text,
    naar text not null,
    actor text not null,
    reden text not null default ''
);
create index on register.gebeurtenis (levering_id);

create function register.alleen_toevoegen() returns trigger language plpgsql as $$
begin
    raise exception 'table % is append-only', tg_table_name;
end
$$;
create trigger gebeurtenis_alleen_toevoegen before update or delete or truncate on register.gebeurtenis
for each statement execute function register.alleen_toevoegen();

create table register.bevinding (
    levering_id integer not null references register.levering,
    -- lezen: envelope, files, numbers; controle: expectations; landelijk: seen only when all deliveries are together
    herkomst text not null check (herkomst in ('lezen', 'controle', 'landelijk')),
    tabel text not null default '',
    regel integer,
    kolom text not null default '',
    code text not null,
    ernst text not null check (ernst in ('fout', 'waarschuwing', 'info')),
    melding text not null,
    -- true total of this code in this delivery (lines kept are at most 1,000)
    aantal integer not null default 1
);
create index on register.bevinding (levering_id, herkomst);

-- What the national tables of a school year were last built from: the difference with what is in force now
-- says which persons a rebuild must touch. compleet is false while a build runs: after a crash all is built anew.
create table register.opbouw (
    schooljaar text primary key,
    gebouwd_op timestamptz not null default now(),
    compleet boolean not null default false,
    -- definition sets, rule versions, hash of dbt code and seeds: another value means a full build
    parameters jsonb not null default '{}'
);
create table register.opbouw_levering (
    schooljaar text not null references register.opbouw on delete cascade,
    levering_id integer not null references register.levering,
    primary key (schooljaar, levering_id)
);
-- National identities (only those that differ from the pseudonym) as they were in that build.
create table register.opbouw_identiteit (
    schooljaar text not null references register.opbouw on delete cascade,
    pseudoniem uuid not null,
    leveraar text not null,
    persoon uuid not null,
    primary key (schooljaar, pseudoniem, leveraar)
);
-- Deliveries that came in force or went out of it since the last build of the school year that is being built.
create table register.opbouw_gewijzigd (
    levering_id integer primary key references register.levering
);
-- Seeds that dbt has loaded: a hash per load, so that unchanged seeds are not loaded again.
create table register.zaad (
    hash text primary key,
    geladen_op timestamptz not null default now()
);

-- Scope of the build that is running, read by dbt: a row per school year and definition set (one year at a time).
create table register.bereik (
    schooljaar text not null,
    definitieset text not null,
    volledig boolean not null default true,
    primary key (schooljaar, definitieset)
);
-- The deliveries in force as the running build sees them: frozen at its start, so that a delivery that comes in
-- meanwhile waits for the next build.
create table register.bereik_levering (
    levering_id integer primary key references register.levering
);
create table register.bereik_regelversie (
    regelversie text primary key
);

-- Batch the checks are looking at (one row per delivery in the batch of this session's batch number).
create table register.controlegroep (
    levering_id integer primary key references register.levering
);
