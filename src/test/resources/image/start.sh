#!/bin/sh
# Runs a command in an image's root file system as a container would: the files read-only, /tmp alone to write to, processes
# of its own, and as the user that the image names. The network is this machine's.
#   start.sh ROOT USER:GROUP COMMAND [ARGUMENT …]
exec unshare --mount --pid --fork --kill-child sh -c '
  root=$0 user=$1
  shift
  mount --bind "$root" "$root" && mount -o remount,bind,ro "$root" &&
    mount -t proc proc "$root/proc" && mount -t tmpfs -o mode=1777 tmpfs "$root/tmp" &&
    exec chroot --userspec="$user" "$root" "$@"' "$@"
