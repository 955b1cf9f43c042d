#!/bin/sh
# Usage: ssh-host.sh <name> <subnet without its last part> <last part of this machine's address> <folder> [<size>]
# A machine of its own as far as Docker and ssh can tell: a network namespace with an engine and an sshd of default
# limits. The engine's disk holds <size>, as `mount` takes it. Prints "ready" once both answer. Lives until its standard input ends, and leaves nothing behind.
set -u
name=$1 subnet=$2 last=$3 folder=$4 size=${5:-}
here=$subnet.$last there=$subnet.$((last + 1))
socket=$folder/docker.sock

stop() {
  trap '' INT TERM HUP
  exec 2>/dev/null
  # Containers first: their processes are no children of the engine.
  timeout 60 docker -H "unix://$socket" ps -aq | xargs -r timeout 60 docker -H "unix://$socket" rm -f >&2
  pids=$(ip netns pids "$name")
  [ -n "$pids" ] && kill $pids
  for _ in $(seq 100); do [ -z "$(ip netns pids "$name")" ] && break; sleep 0.1; done
  pids=$(ip netns pids "$name")
  [ -n "$pids" ] && kill -9 $pids
  ip netns del "$name"
  ip link del "$name"
  awk -v folder="$folder/" 'index($2, folder) == 1 { print $2 }' /proc/mounts | xargs -r umount -l
  rm -rf "$folder"
  exit
}
trap stop INT TERM HUP

ip netns add "$name" &&
  ip link add "$name" type veth peer name eth0 netns "$name" &&
  ip addr add "$here/30" dev "$name" && ip link set "$name" up &&
  ip -n "$name" addr add "$there/30" dev eth0 && ip -n "$name" link set eth0 up &&
  ip -n "$name" link set lo up || stop

if [ -n "$size" ]; then
  mkdir "$folder/data" && mount -t tmpfs -o "size=$size" tmpfs "$folder/data" || stop
fi
sh "${0%/*}/ssh-engine.sh" "$name" "$folder" &
mkdir -p /run/sshd
nsenter --net="/var/run/netns/$name" /usr/sbin/sshd -f "$folder/sshd_config" -E "$folder/sshd.log" </dev/null || stop
for _ in $(seq 300); do
  docker -H "unix://$socket" version >/dev/null 2>&1 && break
  sleep 0.1
done
echo ready
cat >/dev/null
stop
