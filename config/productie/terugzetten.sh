#!/usr/bin/env bash
# Puts a base backup and the WAL after it in an empty folder; a server started there recovers by itself.
#   terugzetten.sh BACKUP WAL_MAP DATA ["2026-01-31 12:00:00+00"]   (a time: recover until then, not further)
set -euo pipefail
backup=$1 wal=$2 data=$3 tot=${4:-}
[ -f "$backup/backup_label" ] || { echo "geen backup: $backup" >&2; exit 1; }
[ -z "$(ls -A "$data" 2>/dev/null || true)" ] || { echo "niet leeg: $data" >&2; exit 1; }
mkdir -p "$data"
cp -a "$backup/." "$data/"
chmod 700 "$data"
{
    echo "restore_command = 'cp \"$wal/%f\" \"%p\"'"
    [ -z "$tot" ] || echo "recovery_target_time = '$tot'"
    [ -z "$tot" ] || echo "recovery_target_action = 'promote'"
} >> "$data/postgresql.auto.conf"
touch "$data/recovery.signal"
echo "klaar: start de server op $data"
