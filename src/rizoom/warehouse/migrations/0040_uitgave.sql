-- Releases (spec publicatie, section 1): what was published, from which deliveries, who approved or withdrew it,
-- and to whom it was sent. The folder in the publication store is immutable; so are these rows.

create table register.uitgave (
    uitgave_id integer generated always as identity primary key,
    reeks text not null check (reeks ~ '^[a-z][a-z0-9-]*$'),
    schooljaar text not null check (schooljaar ~ '^\d{4}/\d{4}$'),
    volgnummer integer not null check (volgnummer >= 1),
    -- what the figures are; withdrawn is a decision about the release, see uitgave_besluit
    status text not null check (status in ('voorlopig', 'nader_voorlopig', 'definitief')),
    -- why there is a new version; empty for the first
    reden text not null default '',
    gestart_door text not null check (gestart_door <> ''),
    gemaakt_op timestamptz not null default now(),
    map text not null unique,
    manifest_sha256 text not null check (manifest_sha256 ~ '^[0-9a-f]{64}$'),
    -- hash of everything the bytes depend on: the same again is not a new release
    invoer text not null check (invoer ~ '^[0-9a-f]{64}$'),
    controles jsonb not null,
    vorige_id integer references register.uitgave,
    unique (reeks, schooljaar, volgnummer),
    check (volgnummer = 1 or reden <> '')
);

create table register.uitgave_levering (
    uitgave_id integer not null references register.uitgave,
    levering_id integer not null references register.levering,
    primary key (uitgave_id, levering_id)
);
create index on register.uitgave_levering (levering_id);

create table register.uitgave_besluit (
    besluit_id integer generated always as identity primary key,
    uitgave_id integer not null references register.uitgave,
    besluit text not null check (besluit in ('goedgekeurd', 'afgewezen', 'ingetrokken')),
    door text not null check (door <> ''),
    op timestamptz not null default now(),
    reden text not null check (reden <> ''),
    -- one approval or rejection, and one withdrawal at most
    soort text generated always as (case when besluit = 'ingetrokken' then 'intrekking' else 'oordeel' end) stored,
    unique (uitgave_id, soort)
);

create table register.uitgave_verzending (
    uitgave_id integer not null references register.uitgave,
    -- name of the receiver; the address is configuration and may hold secrets
    ontvanger text not null,
    verzonden_op timestamptz not null default now(),
    bestanden integer not null,
    bytes bigint not null,
    -- hash of the receipt that lies with the delivered files
    ontvangstbewijs_sha256 text not null,
    primary key (uitgave_id, ontvanger)
);

create function register.goedkeuring_door_ander() returns trigger language plpgsql as $$
begin
    if new.besluit = 'goedgekeurd' and exists (
        select 1 from register.uitgave
        where uitgave_id = new.uitgave_id and lower(gestart_door) = lower(new.door)
    ) then
        raise exception 'a release is approved by someone who did not start it';
    end if;
    return new;
end
$$;
create trigger uitgave_besluit_vier_ogen before insert on register.uitgave_besluit
for each row execute function register.goedkeuring_door_ander();

create trigger uitgave_alleen_toevoegen before update or delete or truncate on register.uitgave
for each statement execute function register.alleen_toevoegen();
create trigger uitgave_levering_alleen_toevoegen before update or delete or truncate on register.uitgave_levering
for each statement execute function register.alleen_toevoegen();
create trigger uitgave_besluit_alleen_toevoegen before update or delete or truncate on register.uitgave_besluit
for each statement execute function register.alleen_toevoegen();
create trigger uitgave_verzending_alleen_toevoegen before update or delete or truncate on register.uitgave_verzending
for each statement execute function register.alleen_toevoegen();
