-- Every build asks for deaths in all school years (int_persoon): of a year that has been built, an index of the few rows
-- that tell of one answers, so that a build does not read every young person of every year. Made where 0084 makes its own.

create or replace function landing.zorg_voor_nummerindex(jaar text) returns void language plpgsql
security definer set search_path = pg_catalog, pg_temp as $$
declare
    achtervoegsel constant text := '_' || replace(jaar, '/', '_');
    naam text;
begin
    perform pg_advisory_xact_lock(hashtext('landing.zorg_voor_jaar'));
    for naam in
        select c.relname
        from pg_class as c
        inner join pg_attribute as a on a.attrelid = c.oid and a.attname = 'pseudoniem'
        where
            c.relnamespace = 'landing'::regnamespace
            and c.relkind = 'r'
            and right(c.relname, 10) = achtervoegsel
            and c.relname not like 'aanwezigheid%'
            and not exists (
                select from pg_index as i
                where i.indrelid = c.oid and i.indkey[0] = a.attnum and i.indpred is null
            )
        order by c.relname
    loop
        execute format('create index on landing.%I (pseudoniem)', naam);
    end loop;
    naam := 'jongere' || achtervoegsel;
    if to_regclass('landing.' || naam) is not null
        and not exists (
            select from pg_index where indrelid = to_regclass('landing.' || naam) and indpred is not null
        )
    then
        execute format('create index on landing.%I (pseudoniem) where datum_overlijden is not null', naam);
    end if;
end
$$;
