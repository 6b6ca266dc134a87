#!/usr/bin/env bash
# Proves that the newest backup can be put back: restores it with the archived WAL in a folder of its own, starts a
# server there that only this script can reach, checks every table and index, and compares the events of deliveries
# with those of the living server. The outcome is a row of bedrijf.hersteltest, also when it fails.
#   hersteltest.sh [DAGEN]   nothing when a test went well in the last so many days (default 0: always)
# Uses PGHOST, PGPORT, PGUSER, PGPASSFILE, BACKUP_MAP and WAL_MAP as backup.sh does; needs the size of the server on disk.
set -euo pipefail
hier=$(dirname "$0")
proef="$BACKUP_MAP/.hersteltest"
levend=(psql -X --set ON_ERROR_STOP=1 --dbname "${PGDATABASE:-rizoom}" --no-align --tuples-only --quiet)
terug=(psql -X --set ON_ERROR_STOP=1 --host "$proef" --port 5432 --username "$PGUSER" --dbname "${PGDATABASE:-rizoom}" --no-align --tuples-only --quiet)
als=() # PostgreSQL does not run as root
[ "$(id -u)" != 0 ] || als=(gosu postgres)

noteer() { # gelukt, stap
    "${levend[@]}" --set backup="$backup" --set gelukt="$1" --set stap="$2" --set seconden="$SECONDS" \
        --set gebeurtenissen="${aantal:-}" --set achterstand="${achterstand:-}" <<'SQL'
insert into bedrijf.hersteltest (backup, gelukt, stap, seconden, gebeurtenissen, achterstand_seconden)
values (:'backup', :'gelukt', :'stap', :'seconden', nullif(:'gebeurtenissen', '')::bigint,
    nullif(:'achterstand', '')::double precision);
SQL
}

einde() {
    local status=$?
    trap - EXIT
    [ ! -f "$proef/postmaster.pid" ] || "${als[@]}" pg_ctl -D "$proef" -m immediate stop > /dev/null || true
    rm -rf "$proef"
    if [ "$status" != 0 ]; then
        echo "hersteltest mislukt bij: $stap" >&2
        noteer false "$stap"
    fi
    exit "$status"
}

dagen=${1:-0}
recent="select count(*) from bedrijf.hersteltest where gelukt and tijd > now() - make_interval(days => $dagen)"
if [ "$dagen" != 0 ] && [ "$("${levend[@]}" --command "$recent")" != 0 ]; then exit 0; fi

backup='' stap='backup zoeken'
trap einde EXIT
backup=$(find "$BACKUP_MAP" -mindepth 1 -maxdepth 1 -type d -name '[0-9]*' -printf '%f\n' | sort | tail -1)
[ -n "$backup" ]

stap='terugzetten'
rm -rf "$proef"
bash "$hier/terugzetten.sh" "$BACKUP_MAP/$backup" "$WAL_MAP" "$proef" > /dev/null
echo 'local all all trust' > "$proef/hersteltest_hba.conf"
[ "$(id -u)" != 0 ] || chown -R postgres "$proef"

stap='starten en WAL inlezen'
"${als[@]}" pg_ctl -D "$proef" -l "$proef/hersteltest.log" -w -t 86400 start > /dev/null -o "-p 5432 -k '$proef' \
    -c listen_addresses= -c hba_file='$proef/hersteltest_hba.conf' -c archive_mode=off -c hot_standby=off \
    -c ssl=off -c shared_buffers=128MB"
# It answers when all WAL has been read; a server that stopped on the way never will.
until "${terug[@]}" --command 'select 1' > /dev/null 2>&1; do
    "${als[@]}" pg_ctl -D "$proef" status > /dev/null
    sleep 1
done

stap='tabellen en indexen nakijken'
"${als[@]}" pg_amcheck --host "$proef" --port 5432 --username "$PGUSER" --all --install-missing --no-strict-names

stap='gebeurtenissen vergelijken'
# Events are only ever added, so both servers must hold the same ones; but for the last hour before the end of the
# archived WAL, when a transaction that began earlier may have ended later.
tot=$("${terug[@]}" --command "select coalesce(max(tijd), 'epoch')::text from register.gebeurtenis")
tel="select count(*), coalesce(sum(gebeurtenis_id), 0) from register.gebeurtenis where tijd < '$tot'::timestamptz - interval '1 hour'"
[ "$("${levend[@]}" --command "$tel")" = "$("${terug[@]}" --command "$tel")" ]
aantal=$("${terug[@]}" --command "select count(*) from register.gebeurtenis")
achterstand=$("${levend[@]}" --command "select extract(epoch from coalesce(max(tijd), 'epoch') - '$tot') from register.gebeurtenis")

stap='klaar'
noteer true "$stap"
echo "hersteltest van $backup gelukt in $SECONDS seconden"
