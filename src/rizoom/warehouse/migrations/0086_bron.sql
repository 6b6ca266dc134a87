-- Tables of persons name the series of deliveries that a row comes from (a supplier's of one kind about one school year)
-- instead of the delivery, so that a correction does not change rows that say what they said. Which delivery that was at a
-- build, dbt keeps in intermediate.int_bron. Every school year is built anew, for the code is another; until then the views
-- with lines of deliveries go on showing what these columns hold.

create table register.bron (
    bron_id integer generated always as identity primary key,
    soort text not null,
    leveraar text not null,
    schooljaar text not null,
    unique (soort, leveraar, schooljaar)
);
grant select, insert on register.bron to rizoom_build;
grant select on register.bron to rizoom_intake, rizoom_publish, rizoom_portal;

alter table register.bereik_levering add column bron_id integer references register.bron;

do $$
declare
    tabel regclass;
begin
    for tabel in
        select c.oid::regclass
        from pg_class as c
        where
            c.relnamespace = to_regnamespace('intermediate')
            and c.relkind in ('r', 'p')
            and not c.relispartition
            and 2 = (
                select count(*) from pg_attribute as a
                where a.attrelid = c.oid and a.attname in ('persoon', 'levering_id')
            )
            -- counted per delivery
            and c.relname not like 'int\_aanwezigheid%'
    loop
        execute format('alter table %s rename column levering_id to bron_id', tabel);
    end loop;
end $$;
