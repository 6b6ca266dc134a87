-- Public figures (spec publicatie, sections 3 and 4): the proof behind every public release, and the protected
-- figures themselves for who shows figures of others (mirror reports, the site).

-- A schema of its own: the certificates hold true counts, and are only for who publishes.
create schema bewijs;

create table bewijs.uitgave_poort (
    uitgave_id integer not null references register.uitgave,
    -- system of the gate: an indicator, or a set of indicators that add up
    stelsel text not null check (stelsel <> ''),
    cellen integer not null check (cellen > 0),
    -- cells that had to be proved, pairs of tables that do so, and seconds it took to find them
    beschermd integer not null check (beschermd >= 0),
    paren integer not null check (paren >= 0),
    seconden numeric not null check (seconden >= 0),
    -- the certificate holds true counts: as confidential as they are, never published (gzip of JSON)
    certificaat bytea not null,
    certificaat_sha256 text not null check (certificaat_sha256 ~ '^[0-9a-f]{64}$'),
    primary key (uitgave_id, stelsel)
);
create trigger uitgave_poort_alleen_toevoegen before update or delete or truncate on bewijs.uitgave_poort
for each statement execute function register.alleen_toevoegen();

create function register.openbaar_met_bewijs() returns trigger language plpgsql as $$
begin
    if new.besluit = 'goedgekeurd' and exists (
        select 1 from register.uitgave where uitgave_id = new.uitgave_id and reeks = 'open-data'
    ) and not exists (
        select 1 from bewijs.uitgave_poort where uitgave_id = new.uitgave_id
    ) then
        raise exception 'a public release needs the proof of the disclosure gate';
    end if;
    return new;
end
$$;
create trigger uitgave_besluit_bewijs before insert on register.uitgave_besluit
for each row execute function register.openbaar_met_bewijs();

create schema publiek;

-- Figures of approved public releases, as published; never anything else.
create table publiek.cijfer (
    uitgave_id integer not null references register.uitgave,
    dataset text not null,
    schooljaar text not null,
    niveau text not null,
    gebied text not null,
    indicator text not null,
    klasse text not null,
    leeftijd text not null,
    -- empty with geheim '.': hidden; empty without: no delivery
    waarde numeric,
    eenheid text not null,
    bewerking text not null,
    status text not null,
    geheim text not null check (geheim in ('', '.')),
    check (geheim = '' or waarde is null),
    primary key (uitgave_id, dataset, niveau, gebied, indicator, klasse, leeftijd)
);
create trigger cijfer_alleen_toevoegen before update or delete or truncate on publiek.cijfer
for each statement execute function register.alleen_toevoegen();

create function publiek.alleen_goedgekeurd() returns trigger language plpgsql as $$
begin
    if exists (
        select 1 from nieuw where not exists (
            select 1 from register.uitgave_besluit as b
            where b.uitgave_id = nieuw.uitgave_id and b.besluit = 'goedgekeurd'
        )
    ) then
        raise exception 'only figures of an approved release are public';
    end if;
    return null;
end
$$;
create trigger cijfer_goedgekeurd after insert on publiek.cijfer
referencing new table as nieuw for each statement execute function publiek.alleen_goedgekeurd();

-- The newest approved version of every school year that was not withdrawn.
create view publiek.geldig as
select c.*
from publiek.cijfer as c
where c.uitgave_id = (
    select u.uitgave_id from register.uitgave as u
    where u.reeks = 'open-data' and u.schooljaar = c.schooljaar
        and exists (
            select 1 from register.uitgave_besluit as b
            where b.uitgave_id = u.uitgave_id and b.besluit = 'goedgekeurd'
        )
        and not exists (
            select 1 from register.uitgave_besluit as b
            where b.uitgave_id = u.uitgave_id and b.besluit = 'ingetrokken'
        )
    order by u.volgnummer desc limit 1
);

grant usage on schema publiek to rizoom_publish, rizoom_portal;
grant select on publiek.cijfer, publiek.geldig to rizoom_publish, rizoom_portal;
grant insert on publiek.cijfer to rizoom_publish;
grant usage on schema bewijs to rizoom_publish;
grant select, insert on bewijs.uitgave_poort to rizoom_publish;
