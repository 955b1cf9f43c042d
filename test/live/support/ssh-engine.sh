#!/bin/sh
# Usage: ssh-engine.sh <name> <folder> [<option of dockerd> ...]
# Runs the engine of a machine that ssh-host.sh has made, until it is told to stop.
name=$1 folder=$2
shift 2
exec nsenter --net="/var/run/netns/$name" dockerd --host="unix://$folder/docker.sock" --data-root="$folder/data" \
  --exec-root="$folder/exec" --pidfile="$folder/docker.pid" --iptables=false \
  --ip-forward=false "$@" >>"$folder/dockerd.log" 2>&1 </dev/null
