#!/bin/sh
# Starts PgBouncer with the settings that the Postgres operator passes in the environment: PGHOST, PGPORT, PGUSER, PGPASSWORD,
# PGSCHEMA, CONNECTION_POOLER_PORT, CONNECTION_POOLER_MODE and, if the cluster's manifest has spec.tls,
# CONNECTION_POOLER_CLIENT_TLS_CRT, CONNECTION_POOLER_CLIENT_TLS_KEY and CONNECTION_POOLER_CLIENT_CA_FILE. It writes to its own
# folder only.
set -eu
: "${CONNECTION_POOLER_CLIENT_CA_FILE:?is not set: the postgresql resource needs spec.tls with secretName and caFile}"
umask 077
POOLER_HOME=$(mktemp -d)
export POOLER_HOME

# The user that looks up all other users' passwords. Quotes are escaped by doubling
printf '"%s" "%s"\n' "$PGUSER" "$(printf %s "$PGPASSWORD" | sed 's/"/""/g')" >"$POOLER_HOME/users.txt"
# shellcheck disable=SC2016
envsubst '$POOLER_HOME $PGHOST $PGPORT $PGUSER $PGSCHEMA $CONNECTION_POOLER_PORT $CONNECTION_POOLER_MODE
  $CONNECTION_POOLER_CLIENT_TLS_CRT $CONNECTION_POOLER_CLIENT_TLS_KEY $CONNECTION_POOLER_CLIENT_CA_FILE' \
  <"$(dirname "$0")/pgbouncer.ini" >"$POOLER_HOME/pgbouncer.ini"
exec pgbouncer "$POOLER_HOME/pgbouncer.ini"
