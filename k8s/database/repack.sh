#!/usr/bin/env bash
# Repacks bloated tables online with pg_repack and reports their sizes before and after. PGHOST, PGDATABASE, PGUSER (a superuser)
# and PGPASSWORD select the database; REPACK_FROM_MIB and REPACK_FROM_PERCENT are the minimum size and share of free space.
set -euo pipefail
cd "$(dirname "$0")"

from_mib=${REPACK_FROM_MIB:-64}
from_percent=${REPACK_FROM_PERCENT:-20}
# Limits the wait for a lock, because other sessions queue up behind a waiting one
export PGOPTIONS="-c lock_timeout=5s"

sql() { psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 "$@"; }

# Columns: table, its size, its free space, size and free space of its indexes; in bytes
measure() { sql --field-separator=' ' --set=from_mib="$1" --file=bloat.sql; }

mib() { echo $((($1 + 524288) / 1048576)); }

before=$(measure "$from_mib")
declare -A size_before empty_before
tables=()
bloated=()
while read -r table size empty index_size index_empty; do
  [[ -n $table ]] || continue
  tables+=("$table")
  size_before[$table]=$((size + index_size))
  empty_before[$table]=$((empty + index_empty))
  if ((100 * (empty + index_empty) >= from_percent * (size + index_size))); then
    bloated+=("$table")
  fi
done <<<"$before"

echo "$PGDATABASE: ${#tables[@]} tables of $from_mib MiB or more, ${#bloated[@]} of them $from_percent % empty or more"

failed=0
if ((${#bloated[@]} > 0)); then
  version=$(($(sql --command='SHOW server_version_num') / 10000))
  # The extension is recreated for each run: it must have the program's version, and an aborted run leaves objects behind. It is
  # dropped afterwards, because it would block an upgrade to PostgreSQL's next major version
  drop_extension() { sql --command='SET client_min_messages = error; DROP EXTENSION IF EXISTS pg_repack CASCADE'; }
  drop_extension
  trap drop_extension EXIT
  sql --command='CREATE EXTENSION pg_repack'
  for table in "${bloated[@]}"; do
    echo "$table: repacking $(mib "${size_before[$table]}") MiB"
    # Does not terminate sessions that block it for longer than a minute; the table is then left for the next run
    if ! "/usr/lib/postgresql/$version/bin/pg_repack" --table="$table" --wait-timeout=60 --no-kill-backend \
        --elevel=WARNING; then
      echo "$table: not repacked" >&2
      failed=1
    fi
  done
fi

after=$(measure 0)
declare -A size_after empty_after
while read -r table size empty index_size index_empty; do
  size_after[$table]=$((size + index_size))
  empty_after[$table]=$((empty + index_empty))
done <<<"$after"

row='%-32s %8s %8s   %8s %8s   %8s\n'
# shellcheck disable=SC2059
{
  printf "\n$row" "MiB" "before" "empty" "after" "empty" "freed"
  freed=0
  for table in "${tables[@]}"; do
    # A partition that was dropped meanwhile
    [[ -n ${size_after[$table]:-} ]] || continue
    less=$((size_before[$table] - size_after[$table]))
    freed=$((freed + less))
    printf "$row" "$table" "$(mib "${size_before[$table]}")" "$(mib "${empty_before[$table]}")" \
      "$(mib "${size_after[$table]}")" "$(mib "${empty_after[$table]}")" "$(mib "$less")"
  done
  printf "$row" "together" "" "" "" "" "$(mib "$freed")"
}
exit "$failed"
