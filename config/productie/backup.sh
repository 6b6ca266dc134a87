#!/usr/bin/env bash
# Base backups with pg_basebackup beside the WAL archive.
#   backup.sh nu    one base backup, verified; keeps the last BEWAAR (7) and the WAL that they need
#   backup.sh lus   one now and then every 24 hours; the newest is put back as a test every 30 days, and again the day
#                   after a test that failed (hersteltest.sh)
# Uses PGHOST, PGPORT, PGUSER, PGPASSFILE; writes to BACKUP_MAP; the server archives WAL to WAL_MAP.
set -euo pipefail

nu() {
    local naam doel oudste
    naam=$(date -u +%Y%m%dT%H%M%SZ)
    doel="$BACKUP_MAP/$naam"
    rm -rf "$BACKUP_MAP"/.bezig.*
    pg_basebackup --pgdata="$BACKUP_MAP/.bezig.$naam" --format=plain --wal-method=stream --checkpoint=fast
    pg_verifybackup --quiet "$BACKUP_MAP/.bezig.$naam"
    mv "$BACKUP_MAP/.bezig.$naam" "$doel"
    mapfile -t alle < <(ls -1 "$BACKUP_MAP" | sort -r)
    for oud in "${alle[@]:${BEWAAR:-7}}"; do rm -rf "${BACKUP_MAP:?}/$oud"; done
    oudste=$(ls -1 "$BACKUP_MAP" | sort | head -1)
    # WAL from before the oldest base backup is of no use any more.
    begin=$(sed -n 's/^START WAL LOCATION: .*(file \(.*\))$/\1/p' "$BACKUP_MAP/$oudste/backup_label")
    pg_archivecleanup "$WAL_MAP" "$begin"
    echo "backup $naam"
}

case "${1:-nu}" in
    nu) nu ;;
    lus)
        while true; do
            nu || echo "backup mislukt" >&2
            bash "$(dirname "$0")/hersteltest.sh" 30 || true
            sleep 86400
        done
        ;;
    *) echo "gebruik: backup.sh nu|lus" >&2; exit 2 ;;
esac
