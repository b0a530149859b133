#!/bin/sh
# Installs the Debian packages that tests and drills run programs of: sh install-packages.sh PACKAGE...
# What is installed stays as it is: no package is upgraded or removed, no service is started or enabled, no database is created.
set -eu

if [ "$(id -u)" != 0 ]; then
    exec sudo -n sh "$0" "$@"
fi

apt() { DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0 "$@"; }
# Without the last option, packages of the same source as a new one are upgraded too
install() { apt install --no-install-recommends --no-remove --no-upgrade -o APT::Get::Upgrade-By-Source-Package=false "$@"; }
refuse() {
    echo "Not installed: $*" >&2
    exit 1
}

apt update
# Lines of the form: Inst NAME [INSTALLED VERSION] (NEW VERSION ...)
plan=$(install --simulate "$@") || refuse "$plan"
upgrades=$(printf '%s\n' "$plan" | sed -n 's/^Inst \([^ ]*\) \[.*/\1/p' | tr '\n' ' ')
[ -z "$upgrades" ] || refuse "$* would upgrade $upgrades"
if printf '%s\n' "$plan" | grep -q '^Inst postgresql-[0-9]* '; then
    # Other than the embedded ones of tests
    servers=$(readlink /proc/[0-9]*/exe | grep '/postgres$' | grep -v '/PG-[^/]*/bin/' | sort -u) || true
    [ -z "$servers" ] || refuse "$* would bring a PostgreSQL server, and one is running: $servers"
fi

# Packages' scripts find these before the real ones. Unlike a policy-rc.d, nothing of it outlives an installation that is killed
inert=$(mktemp -d)
trap 'rm -rf "$inert"' EXIT
trap 'exit 1' HUP INT TERM
for program in deb-systemd-helper deb-systemd-invoke invoke-rc.d pg_createcluster update-rc.d; do
    echo '#!/bin/sh' >"$inert/$program"
    chmod 755 "$inert/$program"
done
install -o DPkg::Path="$inert:/usr/sbin:/usr/bin:/sbin:/bin" "$@"
