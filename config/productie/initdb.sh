#!/bin/bash
# First start of an empty PostgreSQL: a login and a database for Airflow and for the warehouse, nothing else.
set -euo pipefail
lees() { tr -d '\n' < "/run/secrets/$1"; }
psql --set ON_ERROR_STOP=1 --username postgres \
    --set airflow="$(lees airflow_password)" --set rizoom="$(lees rizoom_password)" \
    --set werker="$(lees werker_password)" --set portaal="$(lees portaal_password)" <<'SQL'
create role airflow login password :'airflow';
create database airflow owner airflow;
revoke all on database airflow from public;
-- rizoom owns and migrates; what runs all day logs in as rizoom_werker or rizoom_portaal
create role rizoom_intake nologin;
create role rizoom_build nologin;
create role rizoom_publish nologin;
create role rizoom_portal nologin;
create role rizoom login password :'rizoom';
create role rizoom_werker login password :'werker' in role rizoom_intake, rizoom_build, rizoom_publish;
create role rizoom_portaal login password :'portaal' in role rizoom_portal;
create database rizoom owner rizoom;
revoke all on database rizoom from public;
grant connect on database rizoom to rizoom_werker, rizoom_portaal;
\connect rizoom
alter default privileges for role rizoom_werker grant usage on schemas to rizoom_publish, rizoom_portal;
alter default privileges for role rizoom_werker grant select on tables to rizoom_publish, rizoom_portal;
SQL
