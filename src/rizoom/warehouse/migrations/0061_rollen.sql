-- Least privilege. Four roles without login; each process logs in as a member of one of them. Whoever migrates
-- owns everything. A later migration that adds tables ends with `select beheer.rechten()`.

do $$
declare
    rol text;
begin
    foreach rol in array array['rizoom_intake', 'rizoom_build', 'rizoom_publish', 'rizoom_portal'] loop
        begin
            if not exists (select from pg_roles where rolname = rol) then
                execute format('create role %I nologin', rol);
            end if;
        exception when duplicate_object or unique_violation then
            null; -- another database of this server was migrated at the same moment
        end;
    end loop;
end
$$;

-- Partitions have an owner; intake may have them made and nothing else.
alter function landing.zorg_voor_jaar(text) security definer;
alter function landing.zorg_voor_jaar(text) set search_path = pg_catalog, pg_temp;
revoke execute on function landing.zorg_voor_jaar(text) from public;

create function beheer.rechten() returns void language plpgsql as $$
begin
    execute format('revoke create, temporary on database %I from public', current_database());
    execute format('grant temporary on database %I to rizoom_intake, rizoom_build', current_database());
    execute format('grant create on database %I to rizoom_build', current_database());
    revoke all on schema public from public;

    -- intake: receives, reads, checks and decides; sees no national figure and no account
    grant usage on schema register, landing, controle, bedrijf to rizoom_intake;
    grant select, insert, update, delete on all tables in schema landing, controle to rizoom_intake;
    grant truncate on all tables in schema controle to rizoom_intake;
    grant select on all tables in schema register to rizoom_intake;
    grant insert, update on register.levering, register.vigerend, register.opslag to rizoom_intake;
    grant insert on register.gebeurtenis, register.ontvangstbewijs to rizoom_intake;
    grant insert, update, delete on register.bevinding, register.levering_bestand to rizoom_intake;
    grant execute on function landing.zorg_voor_jaar(text) to rizoom_intake;
    if to_regclass('register.controlegroep') is not null then
        grant insert, delete on register.controlegroep to rizoom_intake;
    end if;

    -- build: reads deliveries, owns the national tables it makes, writes what it built and from what
    grant usage on schema register, landing, bedrijf to rizoom_build;
    grant select on all tables in schema register, landing to rizoom_build;
    grant insert, update, delete on register.opbouw, register.opbouw_levering, register.opbouw_identiteit,
        register.opbouw_gewijzigd, register.zaad, register.bereik, register.bereik_levering,
        register.bereik_regelversie to rizoom_build;
    grant insert, delete on register.bevinding to rizoom_build;

    -- publish: reads national tables, writes releases; never reads a landed row
    grant usage on schema register, bedrijf to rizoom_publish;
    grant select on all tables in schema register to rizoom_publish;
    grant insert, update on register.uitgave, register.uitgave_levering, register.uitgave_besluit,
        register.uitgave_verzending, register.vsv_vaststelling to rizoom_publish;

    -- portal: hands over deliveries, shows findings and figures; never reads a landed row or a seal of another
    grant usage on schema register, portaal, bedrijf to rizoom_portal;
    grant select, insert, update, delete on all tables in schema portaal to rizoom_portal;
    grant select on all tables in schema register to rizoom_portal;
    grant insert on register.levering, register.opslag, register.ontvangstbewijs, register.gebeurtenis,
        register.inzending, register.bevestiging to rizoom_portal;
    grant update on register.levering, register.opslag to rizoom_portal;

    -- every process sees whether the tables are those of its version
    grant usage on schema beheer to rizoom_intake, rizoom_build, rizoom_publish, rizoom_portal;
    grant select on beheer.migratie to rizoom_intake, rizoom_build, rizoom_publish, rizoom_portal;

    -- operations
    grant select, insert, update, delete on all tables in schema bedrijf to rizoom_intake, rizoom_build;
    grant select on all tables in schema bedrijf to rizoom_publish, rizoom_portal;
    revoke insert, update, delete on portaal.audit from rizoom_portal;
    grant insert on portaal.audit to rizoom_portal;
end
$$;
revoke execute on function beheer.rechten() from public;
select beheer.rechten();

-- What the build makes from now on, the readers of figures may read.
do $$
begin
    if pg_has_role(current_user, 'rizoom_build', 'member') then
        alter default privileges for role rizoom_build grant usage on schemas to rizoom_publish, rizoom_portal;
        alter default privileges for role rizoom_build grant select on tables to rizoom_publish, rizoom_portal;
    end if;
end
$$;
