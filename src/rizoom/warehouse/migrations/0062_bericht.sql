-- Mail about the outcome of a delivery: who wants it (in the portal), and what was sent.

-- Where somebody wants mail, or not. Without a row: nothing was chosen, and no mail goes out.
create table portaal.bericht (
    account_id integer primary key references portaal.account,
    adres text not null check (adres = '' or adres ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
    aan boolean not null check (not aan or adres <> ''),
    -- since when it stands like this: about what happened earlier nobody is written to
    sinds timestamptz not null default now()
);

-- Who is written to about a delivery of this supplier: people that are mandated for it today and want mail, and
-- the functional mailbox of the supplier unless somebody who reads it switched it off. One row per mailbox,
-- whoever named it; ontvanger stands for the mailbox where its address does not belong.
create view portaal.bericht_ontvanger as
with

mensen as (
    select m.leveraar, b.adres, b.sinds
    from portaal.bericht as b
    inner join portaal.account as a on a.account_id = b.account_id
    inner join portaal.mandaat as m on m.account_id = a.account_id
    where b.aan and a.actief and a.soort = 'mens' and 'leveraar' = any(a.rollen)
        and coalesce(m.van, '-infinity') <= current_date and current_date <= coalesce(m.tot, 'infinity')
),

postbussen as (
    -- a day earlier: what ended just before the list of addresses was loaded again is not lost
    select c.leveraar, c.adres, c.bijgewerkt_op - interval '1 day' as sinds
    from bedrijf.contact as c
    where not exists (
        select from portaal.bericht as b where not b.aan and lower(b.adres) = lower(c.adres)
    )
),

allen as (
    select * from mensen
    union all
    select * from postbussen
)

select leveraar, left(encode(sha256(convert_to(lower(adres), 'UTF8')), 'hex'), 16) as ontvanger,
    min(adres) as adres, min(sinds) as sinds
from allen
group by leveraar, lower(adres);

-- One row per mail. Written before the mail goes out and marked afterwards, as with bedrijf.herinnering.
create table bedrijf.bericht (
    levering_id integer not null references register.levering,
    uitkomst text not null check (uitkomst in ('ontvangen', 'vigerend', 'afgekeurd', 'geweigerd')),
    ontvanger text not null,
    gepland_op timestamptz not null default now(),
    verstuurd_op timestamptz,
    primary key (levering_id, uitkomst, ontvanger)
);

select beheer.rechten();
-- The flow that sends sees addresses through the view only, and nothing else of an account.
grant usage on schema portaal to rizoom_intake;
grant select on portaal.bericht_ontvanger to rizoom_intake;
