-- The flow that watches and closes research projects has no right to drop roles or end sessions: these two functions
-- do that for it, about projects and logins in the register only. Opening a project stays with the administrator.

create function onderzoekbeheer.kap_af(seconden integer) returns table (login text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    gevonden record;
begin
    -- one by one: in a condition the planner may end sessions before it knows whose they are
    for gevonden in
        select a.pid, a.usename::text as van
        from pg_stat_activity as a
        inner join onderzoekbeheer.lid as l on l.login = a.usename
        where a.datname = current_database() and a.state <> 'idle'
            and now() - coalesce(a.xact_start, a.query_start) > make_interval(secs => seconden)
        order by 2
    loop
        perform pg_terminate_backend(gevonden.pid);
        login := gevonden.van;
        return next;
    end loop;
end
$$;

-- Logins, views, policy and roles of a project that has been closed.
create function onderzoekbeheer.breek_af(welk text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    rol text;
    rollen text[];
begin
    if not exists (
        select from onderzoekbeheer.project as p where p.project = welk and p.gesloten_op is not null
    ) then
        raise exception 'project % is not closed', welk;
    end if;
    rollen := array(select l.login from onderzoekbeheer.lid as l where l.project = welk order by 1)
        || format('onderzoek_%s_lezer', welk) || format('onderzoek_%s_eigenaar', welk);
    perform pg_terminate_backend(a.pid) from pg_stat_activity as a where a.usename = any(rollen);
    execute format('drop schema if exists %I cascade', 'onderzoek_' || welk);
    execute format('drop policy if exists %I on onderzoekbeheer.pseudoniem', 'onderzoek_' || welk);
    foreach rol in array rollen loop
        if exists (select from pg_roles where rolname = rol) then
            execute format('drop owned by %I', rol);
            execute format('drop role %I', rol);
        end if;
    end loop;
end
$$;

revoke execute on function onderzoekbeheer.kap_af(integer), onderzoekbeheer.breek_af(text) from public;
grant usage on schema onderzoekbeheer to rizoom_build;
grant execute on function onderzoekbeheer.kap_af(integer), onderzoekbeheer.breek_af(text) to rizoom_build;
grant select on all tables in schema onderzoekbeheer to rizoom_build;
grant update (zout, gesloten_op, gesloten_door) on onderzoekbeheer.project to rizoom_build;
grant insert, delete on onderzoekbeheer.pseudoniem, onderzoekbeheer.school to rizoom_build;
grant delete on onderzoekbeheer.uitvoer_cel to rizoom_build;
grant insert on onderzoekbeheer.logboek to rizoom_build;
create policy bijwerken on onderzoekbeheer.pseudoniem to rizoom_build using (true) with check (true);
