-- Landing: rows exactly as delivered, as text. A wrong type is a finding, never a database error.
-- persoonsnummer never reaches the database: the reader writes pseudoniem instead.
-- Partitioned by school year: years are loaded, rebuilt and pruned on their own.

create table landing.jongere (
    levering_id integer not null,
    schooljaar text not null,
    regel integer not null,
    pseudoniem uuid,
    nummersoort text,
    geboortedatum text,
    geslacht text,
    datum_overlijden text,
    herkomst text
) partition by list (schooljaar);
create index on landing.jongere using brin (levering_id);

create table landing.verblijf (
    levering_id integer not null,
    schooljaar text not null,
    regel integer not null,
    pseudoniem uuid,
    gemeentecode text,
    begindatum text,
    einddatum text,
    reden_einde text
) partition by list (schooljaar);
create index on landing.verblijf using brin (levering_id);

create table landing.inschrijving (
    levering_id integer not null,
    schooljaar text not null,
    regel integer not null,
    pseudoniem uuid,
    brin text,
    vestiging text,
    schoolsoort text,
    onderwijssoort text,
    uitstroomprofiel text,
    vo_niveau text,
    mbo_niveau text,
    leerweg text,
    leerjaar text,
    begindatum text,
    einddatum text,
    reden_einde text
) partition by list (schooljaar);
create index on landing.inschrijving using brin (levering_id);

create table landing.kwalificatie (
    levering_id integer not null,
    schooljaar text not null,
    regel integer not null,
    pseudoniem uuid,
    soort text,
    datum text,
    brin text,
    erkend text,
    niveau text
) partition by list (schooljaar);
create index on landing.kwalificatie using brin (levering_id);

create table landing.vrijstelling (
    levering_id integer not null,
    schooljaar text not null,
    regel integer not null,
    pseudoniem uuid,
    grond text,
    begindatum text,
    einddatum text,
    datum_kennisgeving text,
    datum_verklaring text,
    permanent text,
    eerder text,
    afgegeven_door text
) partition by list (schooljaar);
create index on landing.vrijstelling using brin (levering_id);

create table landing.absoluut_dossier (
    levering_id integer not null,
    schooljaar text not null,
    regel integer not null,
    dossiernummer text,
    pseudoniem uuid,
    begindatum text,
    einddatum text,
    correctie_reden text,
    reden_einde text
) partition by list (schooljaar);
create index on landing.absoluut_dossier using brin (levering_id);

create table landing.verzuimmelding (
    levering_id integer not null,
    schooljaar text not null,
    regel integer not null,
    meldingsnummer text,
    pseudoniem uuid,
    brin text,
    onderwijssoort text,
    soort text,
    begindatum text,
    einddatum text,
    uren text,
    geoorloofd text,
    zorgwekkend text,
    grond_art11 text,
    status text,
    reden_afgesloten text,
    datum_ontvangst text
) partition by list (schooljaar);
create index on landing.verzuimmelding using brin (levering_id);

create table landing.vervolgactie (
    levering_id integer not null,
    schooljaar text not null,
    regel integer not null,
    actienummer text,
    pseudoniem uuid,
    aanleiding text,
    referentie text,
    soort text,
    gericht_op text,
    datum text,
    afdoening text
) partition by list (schooljaar);
create index on landing.vervolgactie using brin (levering_id);

create table landing.traject (
    levering_id integer not null,
    schooljaar text not null,
    regel integer not null,
    trajectnummer text,
    pseudoniem uuid,
    doelgroep text,
    bron text,
    datum_signaal text,
    datum_eerste_contact text,
    datum_intake text,
    startdatum text,
    einddatum text,
    resultaat text,
    gesprekken text
) partition by list (schooljaar);
create index on landing.traject using brin (levering_id);

create table landing.uitkomst (
    levering_id integer not null,
    schooljaar text not null,
    regel integer not null,
    pseudoniem uuid,
    peildatum text,
    arbeid_uren text,
    uitkering text,
    opleiding_defensie_politie text
) partition by list (schooljaar);
create index on landing.uitkomst using brin (levering_id);

create table landing.opgave (
    levering_id integer not null,
    schooljaar text not null,
    regel integer not null,
    indicator text,
    onderwijssoort_klasse text,
    aantal text,
    toelichting text
) partition by list (schooljaar);
create index on landing.opgave using brin (levering_id);

create table landing.aanwezigheid (
    levering_id integer not null,
    schooljaar text not null,
    regel integer not null,
    pseudoniem uuid,
    week_begin text,
    brin text,
    uren_rooster text,
    uren_aanwezig text,
    uren_geoorloofd text,
    uren_ongeoorloofd text
) partition by list (schooljaar);
create index on landing.aanwezigheid using brin (levering_id);

create table landing.koppeling (
    levering_id integer not null,
    schooljaar text not null,
    regel integer not null,
    pseudoniem_bsn uuid,
    pseudoniem_onderwijsnummer uuid
) partition by list (schooljaar);
create index on landing.koppeling using brin (levering_id);
-- Makes the partitions of one school year. ATTACH takes a weak lock, so readers of other deliveries go on.
create function landing.zorg_voor_jaar(jaar text) returns void language plpgsql as $$
declare
    tabel text;
    naam text;
begin
    if jaar !~ '^\d{4}/\d{4}$' then
        raise exception 'not a school year: %', jaar;
    end if;
    perform pg_advisory_xact_lock(hashtext('landing.zorg_voor_jaar'));
    for tabel in
        select c.relname from pg_class as c
        where c.relnamespace = 'landing'::regnamespace and c.relkind = 'p'
    loop
        naam := tabel || '_' || replace(jaar, '/', '_');
        if to_regclass('landing.' || naam) is null then
            execute format('create table landing.%I (like landing.%I including defaults)', naam, tabel);
            execute format('alter table landing.%I attach partition landing.%I for values in (%L)', tabel, naam, jaar);
        end if;
    end loop;
end
$$;
