-- The portal: who may act for whom, what they did, and files that wait for the virus check.
-- Nothing here holds a personal number; secrets and tokens are kept as hashes only.

create schema if not exists portaal;

-- A person or a machine that may log in. Identity comes from an issuer (OpenID Connect); what somebody may do
-- stands here and is looked up at every request, so that a withdrawn mandate works at once.
create table portaal.account (
    account_id integer generated always as identity primary key,
    -- URL of the issuer, or 'ontwikkel' for a development account
    uitgever text not null,
    -- "sub" of a person, client_id of a machine
    onderwerp text not null,
    soort text not null check (soort in ('mens', 'machine')),
    naam text not null,
    rollen text[] not null check (rollen <@ array['leveraar', 'helpdesk', 'auditor']),
    actief boolean not null default true,
    -- development accounts only: hash of the password or client secret
    geheim_hash text,
    unique (uitgever, onderwerp)
);

create table portaal.mandaat (
    account_id integer not null references portaal.account,
    leveraar text not null check (leveraar ~ '^(GM\d{4}|RMC\d{2})$'),
    -- both days inclusive; empty is unbounded
    van date,
    tot date,
    primary key (account_id, leveraar)
);

create table portaal.sessie (
    sessie_hash text primary key,
    account_id integer references portaal.account,
    csrf text not null,
    inhoud jsonb not null default '{}',
    gemaakt_op timestamptz not null default now(),
    gebruikt_op timestamptz not null default now()
);

create table portaal.toegangstoken (
    token_hash text primary key,
    account_id integer not null references portaal.account,
    geldig_tot timestamptz not null
);

-- Who did what, on what, with which result, from where and when (BIO2 8.15.01).
create table portaal.audit (
    audit_id bigint generated always as identity primary key,
    tijd timestamptz not null default now(),
    actor text not null,
    actie text not null,
    object text not null default '',
    resultaat text not null,
    herkomst text not null default ''
);
create trigger audit_alleen_toevoegen before update or delete or truncate on portaal.audit
for each statement execute function register.alleen_toevoegen();

-- Uploaded, not yet passed on to the register: sealed with a key of its own, wrapped with the storage key.
create table portaal.quarantaine (
    quarantaine_id text primary key,
    account_id integer not null references portaal.account,
    kanaal text not null check (kanaal in ('portaal', 'api')),
    bestandsnaam text not null default '',
    sha256 text not null,
    bytes bigint not null,
    ontvangen_op timestamptz not null default now(),
    -- wacht: not scanned yet; doorgelaten: in the register; besmet, geweigerd: its bytes are gone
    status text not null default 'wacht' check (status in ('wacht', 'doorgelaten', 'besmet', 'geweigerd')),
    ingepakte_sleutel bytea,
    melding text not null default '',
    levering_id integer references register.levering
);
create index on portaal.quarantaine (status);

-- Answers of the API that may be asked for again with the same idempotency key, for a day.
create table portaal.idempotentie (
    account_id integer not null references portaal.account,
    sleutel text not null,
    -- hash of the request
    sha256 text not null,
    antwoord jsonb not null,
    gemaakt_op timestamptz not null default now(),
    primary key (account_id, sleutel)
);

-- Who delivered. Several rows per delivery: the same bytes may be sent more than once.
create table register.inzending (
    inzending_id bigint generated always as identity primary key,
    levering_id integer not null references register.levering,
    -- the supplier in the envelope, for which the account was mandated at that moment
    leveraar text not null,
    account_id integer not null references portaal.account,
    kanaal text not null check (kanaal in ('portaal', 'api')),
    tijd timestamptz not null default now(),
    bestandsnaam text not null default ''
);
create index on register.inzending (levering_id);
create index on register.inzending (leveraar);
create trigger inzending_alleen_toevoegen before update or delete or truncate on register.inzending
for each statement execute function register.alleen_toevoegen();

-- A supplier says why a warning is right after all; shown next year beside the same warning.
create table register.bevestiging (
    bevestiging_id bigint generated always as identity primary key,
    levering_id integer not null references register.levering,
    soort text not null,
    leveraar text not null,
    schooljaar text not null,
    code text not null,
    reden text not null check (length(reden) between 10 and 1000),
    account_id integer not null references portaal.account,
    tijd timestamptz not null default now()
);
create index on register.bevestiging (leveraar, soort, code);
create trigger bevestiging_alleen_toevoegen before update or delete or truncate on register.bevestiging
for each statement execute function register.alleen_toevoegen();
