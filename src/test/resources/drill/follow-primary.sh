#!/bin/sh
# Called by Patroni when its PostgreSQL has started or changed its role:
#   follow-primary.sh <port of this PostgreSQL> <action> <role> <scope>
# Leads PgBouncer to it if it is the primary now. @...@ are filled in by PatroniCluster.
set -eu
case "$3" in
    master | primary) ;;
    *) exit 0 ;;
esac
cd @directory@
printf '[databases]\n@database@ = host=127.0.0.1 port=%s dbname=@database@\n' "$1" >databases.ini.$$
mv databases.ini.$$ databases.ini
PGPASSWORD='@password@' @bin@/psql -q -h 127.0.0.1 -p @port@ -U @operator@ pgbouncer -c RELOAD
