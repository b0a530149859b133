#!/bin/sh
# Called by Patroni when its PostgreSQL has started or changed its role:
#   follow-roles.sh <port of this PostgreSQL> <action> <role> <scope>
# Points PgBouncer to it if it is the primary now, and the PgBouncer of the replicas if it is a standby. The arguments in @...@
# are filled in by PatroniCluster.
set -eu
case "$3" in
    master | primary) name=pgbouncer port=@port@ ;;
    replica | standby) name=pgbouncer-replicas port=@replica_port@ ;;
    *) exit 0 ;;
esac
cd @directory@
printf '[databases]\n@database@ = host=127.0.0.1 port=%s dbname=@database@\n' "$1" >"$name.databases.$$"
mv "$name.databases.$$" "$name.databases"
PGPASSWORD='@password@' @bin@/psql -q -h 127.0.0.1 -p "$port" -U @operator@ pgbouncer -c RELOAD
