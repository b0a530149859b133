#!/usr/bin/env bash
# Makes tables small again of which much is empty, while they are used (pg_repack), and tells how much before and after.
# PGHOST, PGDATABASE, PGUSER and PGPASSWORD say where, as a superuser; REPACK_FROM_MIB and REPACK_FROM_PERCENT, what is worth it.
set -euo pipefail
cd "$(dirname "$0")"

from_mib=${REPACK_FROM_MIB:-64}
from_percent=${REPACK_FROM_PERCENT:-20}
# Whoever holds a lock that we want is not waited for so long that others queue up behind us
export PGOPTIONS="-c lock_timeout=5s"

sql() { psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 "$@"; }

# table, its size, how much of it is empty, the same of its indexes; in bytes
measure() { sql --field-separator=' ' --set=from_mib="$1" --file=bloat.sql; }

mib() { echo $((($1 + 524288) / 1048576)); }

before=$(measure "$from_mib")
declare -A size_before empty_before
tables=()
worth=()
while read -r table size empty index_size index_empty; do
  [[ -n $table ]] || continue
  tables+=("$table")
  size_before[$table]=$((size + index_size))
  empty_before[$table]=$((empty + index_empty))
  if ((100 * (empty + index_empty) >= from_percent * (size + index_size))); then
    worth+=("$table")
  fi
done <<<"$before"

echo "$PGDATABASE: ${#tables[@]} tables of $from_mib MiB or more, ${#worth[@]} of them $from_percent % empty or more"

failed=0
if ((${#worth[@]} > 0)); then
  version=$(($(sql --command='SHOW server_version_num') / 10000))
  # Anew each time: it must be of the same version as the program, and whoever was killed at it has left things behind. Gone
  # afterwards, for it stands in the way of PostgreSQL's next major version
  forget() { sql --command='SET client_min_messages = error; DROP EXTENSION IF EXISTS pg_repack CASCADE'; }
  forget
  trap forget EXIT
  sql --command='CREATE EXTENSION pg_repack'
  for table in "${worth[@]}"; do
    echo "$table: repacking $(mib "${size_before[$table]}") MiB"
    # Nobody is thrown out who is in the way for longer than a minute: then this table has its turn the next time
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
    # A month that was dropped meanwhile
    [[ -n ${size_after[$table]:-} ]] || continue
    less=$((size_before[$table] - size_after[$table]))
    freed=$((freed + less))
    printf "$row" "$table" "$(mib "${size_before[$table]}")" "$(mib "${empty_before[$table]}")" \
      "$(mib "${size_after[$table]}")" "$(mib "${empty_after[$table]}")" "$(mib "$less")"
  done
  printf "$row" "together" "" "" "" "" "$(mib "$freed")"
}
exit "$failed"
