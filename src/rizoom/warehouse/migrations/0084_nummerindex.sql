-- Landed rows by number: a partial build reads those of the affected persons and leaves the rest of the country alone.
-- Made after the first build of a school year and not with its partitions: most rows land before it, and to all of
-- them together the index costs a fraction of what it costs when they come one by one. Attendance is read per
-- delivery (decision 0303) and has none.

create function landing.zorg_voor_nummerindex(jaar text) returns void language plpgsql
security definer set search_path = pg_catalog, pg_temp as $$
declare
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
            and right(c.relname, 10) = '_' || replace(jaar, '/', '_')
            and c.relname not like 'aanwezigheid%'
            and not exists (select from pg_index as i where i.indrelid = c.oid and i.indkey[0] = a.attnum)
        order by c.relname
    loop
        execute format('create index on landing.%I (pseudoniem)', naam);
    end loop;
end
$$;

revoke execute on function landing.zorg_voor_nummerindex(text) from public;
grant execute on function landing.zorg_voor_nummerindex(text) to rizoom_build;
