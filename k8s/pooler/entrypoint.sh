#!/bin/sh
# Starts PgBouncer with what the Postgres operator tells in the environment: PGHOST, PGPORT, PGUSER, PGPASSWORD, PGSCHEMA,
# CONNECTION_POOLER_PORT and CONNECTION_POOLER_MODE. All that it writes is in a folder of its own.
set -eu
umask 077
POOLER_HOME=$(mktemp -d)
export POOLER_HOME

# Callers want TLS; they do not check by whom the certificate is
openssl req -nodes -new -x509 -days 3650 -subj "/CN=$(hostname)" \
  -keyout "$POOLER_HOME/tls.key" -out "$POOLER_HOME/tls.crt" 2>"$POOLER_HOME/openssl.log" || {
  cat "$POOLER_HOME/openssl.log" >&2
  exit 1
}
# Who looks up the passwords of everybody else. A quote is doubled
printf '"%s" "%s"\n' "$PGUSER" "$(printf %s "$PGPASSWORD" | sed 's/"/""/g')" >"$POOLER_HOME/users.txt"
# shellcheck disable=SC2016
envsubst '$POOLER_HOME $PGHOST $PGPORT $PGUSER $PGSCHEMA $CONNECTION_POOLER_PORT $CONNECTION_POOLER_MODE' \
  <"$(dirname "$0")/pgbouncer.ini" >"$POOLER_HOME/pgbouncer.ini"
exec pgbouncer "$POOLER_HOME/pgbouncer.ini"
