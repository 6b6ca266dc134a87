-- Retention (spec publicatie, section 6): what was destroyed, and which school years are closed because of it.

create schema if not exists bewaren;

-- A school year of which rows have been removed: its national tables stay as they are and are never built again.
create table bewaren.jaar_gesloten (
    schooljaar text primary key check (schooljaar ~ '^\d{4}/\d{4}$'),
    gesloten_op timestamptz not null default now(),
    reden text not null check (reden <> '')
);

-- Certificates of destruction exactly as they were signed.
create table bewaren.verklaring (
    verklaring_id bigint generated always as identity primary key,
    soort text not null check (soort in ('ruwe_levering', 'personen', 'onderzoeksproject')),
    -- sha256 of the delivery, school year, or name of the project; never of a person
    onderwerp text not null check (onderwerp <> ''),
    op timestamptz not null default now(),
    document text not null,
    handtekening text not null,
    publieke_sleutel text not null
);
create unique index on bewaren.verklaring (onderwerp) where soort in ('ruwe_levering', 'onderzoeksproject');

create trigger jaar_gesloten_alleen_toevoegen before update or delete or truncate on bewaren.jaar_gesloten
for each statement execute function register.alleen_toevoegen();
create trigger verklaring_alleen_toevoegen before update or delete or truncate on bewaren.verklaring
for each statement execute function register.alleen_toevoegen();

grant usage on schema bewaren to rizoom_intake, rizoom_build, rizoom_publish, rizoom_portal;
grant select on all tables in schema bewaren to rizoom_intake, rizoom_build, rizoom_publish, rizoom_portal;
grant insert on all tables in schema bewaren to rizoom_intake, rizoom_build;
