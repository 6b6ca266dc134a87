-- The raw store: where the encrypted bytes of a delivery lie, and its own data key, wrapped with the storage key.
-- Without the wrapped key the bytes cannot be read any more, whatever copies of them exist.
create table register.opslag (
    sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
    bytes bigint not null check (bytes >= 0),
    pad text not null,
    ingepakte_sleutel bytea,
    sleutelversie text not null,
    opgeslagen_op timestamptz not null default now(),
    vernietigd_op timestamptz,
    check ((ingepakte_sleutel is null) = (vernietigd_op is not null))
);

-- The receipt exactly as it was signed, so that the same bytes always give the same receipt.
create table register.ontvangstbewijs (
    levering_id integer primary key references register.levering,
    document text not null,
    handtekening text not null,
    publieke_sleutel text not null
);
create trigger ontvangstbewijs_alleen_toevoegen before update or delete or truncate on register.ontvangstbewijs
for each statement execute function register.alleen_toevoegen();
