#!/bin/sh
# Installs the servers that the failover drill runs, where they are missing. Debian starts what it installs, and makes a
# database of its own for PostgreSQL: neither may happen here, now or when the machine starts again.
set -eu

packages="etcd-server patroni pgbouncer postgresql postgresql-client python3-etcd"

if ! command -v apt-get >/dev/null; then
    echo "The failover drill needs etcd, Patroni, PgBouncer and PostgreSQL. Without apt-get, install them yourself." >&2
    exit 1
fi
if [ "$(id -u)" != 0 ]; then
    if sudo -n true 2>/dev/null; then
        exec sudo -n sh "$0"
    fi
    echo "Missing servers; run this as root: apt-get install --no-install-recommends $packages" >&2
    exit 1
fi

missing=""
for package in $packages; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q "ok installed" || missing="$missing $package"
done
if [ -z "$missing" ]; then
    echo "All of $packages are installed, and yet a server is not found" >&2
    exit 1
fi

policy=/usr/sbin/policy-rc.d
no_cluster=/etc/postgresql-common/createcluster.d/shipping-drill.conf
made=""
trap 'rm -f $made' EXIT
if [ ! -e $policy ]; then
    made="$made $policy"
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod 755 $policy
fi
made="$made $no_cluster"
mkdir -p "$(dirname $no_cluster)"
echo "create_main_cluster = false" >$no_cluster

export DEBIAN_FRONTEND=noninteractive
apt-get update -q
# shellcheck disable=SC2086 # several words
apt-get install -q -y --no-install-recommends $missing

if command -v systemctl >/dev/null; then
    for package in $missing; do
        case $package in
            etcd-server) systemctl disable etcd ;;
            patroni | pgbouncer) systemctl disable "$package" ;;
        esac
    done
fi
