#!/bin/sh
# What needs no thought goes straight to docker: starting Node takes longer than most of these commands. What is
# made here is labelled, so that it is found again.
case "$1 $2" in
  "volume create" | "network create") exec docker "$1" "$2" $(cat "$SMALLBOAT_RUNNER_JOB/labels") "$3" ;;
esac
# Sources and scripts are adapted on their way into a container. The job's own script alone is started with -i.
case "$1:$3" in
  create:* | run:* | pull:* | cp:*:* | start:-i) exec node "${0%.sh}.ts" "$@" ;;
  *) exec docker "$@" ;;
esac
