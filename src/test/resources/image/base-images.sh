#!/bin/sh
# Makes two root file systems of what this Debian has installed: build/ with a shell, the JDK and Maven, and run/ with glibc
# alone. Stands in for the public images that the Dockerfile names, where no registry can be reached.
#   base-images.sh DIRECTORY JAVA_HOME MAVEN_HOME MAVEN_REPOSITORY
set -e
directory=$1 java=$2 maven=$3 repository=$4

copy() { # the files of packages to the root file system $1
  root=$1
  shift
  mkdir -p "$root/usr/bin" "$root/usr/sbin" "$root/usr/lib" "$root/usr/lib64" "$root/tmp" "$root/proc" "$root/dev"
  chmod 1777 "$root/tmp"
  for merged in bin sbin lib lib64; do ln -s "usr/$merged" "$root/$merged"; done
  dpkg-query --listfiles "$@" | sort -u | grep -v -E '^(/\.|/(bin|sbin|lib|lib64)|/usr/share/(doc|man|locale)/.*)$' |
    tar --directory / --no-recursion --create --files-from - 2>/dev/null | tar --directory "$root" --keep-directory-symlink --extract
}

copy "$directory/run" libc6
copy "$directory/build" libc6 libc-bin base-passwd dash bash coreutils sed grep findutils debianutils \
  zlib1g libgcc-s1 libstdc++6 libssl3 libtinfo6 libselinux1 libpcre2-8-0 libacl1 libattr1 libgmp10 libcrypt1
mkdir -p "$directory/build/etc" "$directory/build/opt"
echo root:x:0:0::/root:/bin/sh > "$directory/build/etc/passwd"
# Debian keeps what the JDK trusts elsewhere
cp -rL --preserve=mode,timestamps "$java" "$directory/build/opt/java"
cp -a "$maven" "$directory/build/opt/maven"

# What Maven has downloaded, for a build by somebody who may not look into this home
cp -rl "$repository" "$directory/repository" 2>/dev/null || cp -r "$repository" "$directory/repository"
find "$directory/repository" -type d -exec chmod go+rx {} +
