-- Research projects (spec publicatie, section 4): who may see what until when, the pseudonyms of each project, and
-- everything that left it. Rows of persons are read only through the views of a project.

create schema if not exists onderzoekbeheer;

create table onderzoekbeheer.project (
    project text primary key check (project ~ '^[a-z][a-z0-9_]{2,30}$'),
    titel text not null check (titel <> ''),
    doel text not null check (doel <> ''),
    -- ground on which these persons' data may be used for this research
    grond text not null check (grond <> ''),
    instelling text not null check (instelling <> ''),
    tabellen text[] not null check (cardinality(tabellen) > 0),
    schooljaren text[] not null check (cardinality(schooljaren) > 0),
    -- empty: the whole country
    regios text[] not null default '{}',
    met_brin boolean not null default false,
    met_gemeente boolean not null default false,
    einddatum date not null,
    geopend_op timestamptz not null default now(),
    geopend_door text not null check (geopend_door <> ''),
    gesloten_op timestamptz,
    gesloten_door text,
    -- secret part of the project's key: gone when the project is closed, and with it every way back
    zout bytea,
    check ((zout is null) = (gesloten_op is not null)),
    check ((gesloten_op is null) = (gesloten_door is null))
);

create table onderzoekbeheer.lid (
    project text not null references onderzoekbeheer.project,
    -- name of the database login, of one person in one project
    login text not null unique check (login ~ '^oz_[a-z0-9_]{3,50}$'),
    naam text not null check (naam <> ''),
    primary key (project, login)
);

create table onderzoekbeheer.pseudoniem (
    project text not null references onderzoekbeheer.project,
    persoon uuid not null,
    pseudoniem uuid not null,
    primary key (project, persoon),
    unique (project, pseudoniem)
);
alter table onderzoekbeheer.pseudoniem enable row level security;
alter table onderzoekbeheer.pseudoniem force row level security;
-- whoever migrates manages the projects; each project gets a policy for its own views
do $$
begin
    execute format('create policy beheer on onderzoekbeheer.pseudoniem to %I using (true) with check (true)', current_user);
end
$$;

-- What a project sees of a school unless it was granted more; filled from the seed of schools.
create table onderzoekbeheer.school (
    brin text primary key,
    sector text not null,
    regiocode text
);

-- Who did what, on what, with which result, from where and when (BIO2 8.15.01).
create table onderzoekbeheer.logboek (
    logboek_id bigint generated always as identity primary key,
    tijd timestamptz not null default now(),
    actor text not null,
    actie text not null,
    object text not null,
    resultaat text not null,
    herkomst text not null default ''
);

create table onderzoekbeheer.uitvoer (
    uitvoer_id integer generated always as identity primary key,
    project text not null references onderzoekbeheer.project,
    naam text not null check (naam ~ '^[a-z][a-z0-9-]{0,60}$'),
    ingediend_door text not null check (ingediend_door <> ''),
    ingediend_op timestamptz not null default now(),
    declaratie jsonb not null,
    -- the table as computed from the views of the project, as CSV; what is released is exactly this
    inhoud text not null,
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    controles jsonb not null,
    geslaagd boolean not null
);

-- Who is in each cell, under the pseudonyms of the project: to compare later output with. Destroyed at the end.
create table onderzoekbeheer.uitvoer_cel (
    uitvoer_id integer not null references onderzoekbeheer.uitvoer,
    cel text not null,
    leden uuid[] not null,
    primary key (uitvoer_id, cel)
);

create table onderzoekbeheer.uitvoer_besluit (
    uitvoer_id integer primary key references onderzoekbeheer.uitvoer,
    besluit text not null check (besluit in ('vrijgegeven', 'afgewezen')),
    door text not null check (door <> ''),
    op timestamptz not null default now(),
    reden text not null check (length(reden) >= 5)
);

-- The checker is not the author, nor a member of the project; what failed a check is never released.
create function onderzoekbeheer.vier_ogen() returns trigger language plpgsql as $$
declare
    gevonden onderzoekbeheer.uitvoer;
begin
    select * into gevonden from onderzoekbeheer.uitvoer where uitvoer_id = new.uitvoer_id;
    if lower(btrim(gevonden.ingediend_door)) = lower(btrim(new.door)) then
        raise exception 'output is checked by someone who did not submit it';
    end if;
    if exists (
        select from onderzoekbeheer.lid
        where project = gevonden.project and lower(btrim(new.door)) in (lower(naam), lower(login))
    ) then
        raise exception 'output is checked by someone outside the project';
    end if;
    if new.besluit = 'vrijgegeven' and not gevonden.geslaagd then
        raise exception 'output that failed a check is not released';
    end if;
    return new;
end
$$;
create trigger uitvoer_besluit_vier_ogen before insert on onderzoekbeheer.uitvoer_besluit
for each row execute function onderzoekbeheer.vier_ogen();

create trigger logboek_alleen_toevoegen before update or delete or truncate on onderzoekbeheer.logboek
for each statement execute function register.alleen_toevoegen();
create trigger uitvoer_alleen_toevoegen before update or delete or truncate on onderzoekbeheer.uitvoer
for each statement execute function register.alleen_toevoegen();
create trigger uitvoer_besluit_alleen_toevoegen before update or delete or truncate on onderzoekbeheer.uitvoer_besluit
for each statement execute function register.alleen_toevoegen();

-- A login may make large objects by default: a store of its own in the warehouse. Needs the owner of the server;
-- without it this only warns, and no project can be opened until it was done.
revoke execute on function lo_create(oid), lo_creat(integer), lo_from_bytea(oid, bytea), lo_put(oid, bigint, bytea),
    lowrite(integer, bytea), lo_truncate(integer, integer), lo_truncate64(integer, bigint), lo_unlink(oid),
    lo_open(oid, integer)
from public;
