#!/bin/sh
# What needs no thought goes straight to docker: starting Node takes longer than most of these commands. What is
# made here is labelled, so that it is found again.
case "$1 $2" in
  "volume create" | "network create") exec docker "$1" "$2" $(cat "$SMALLBOAT_RUNNER_JOB/labels") "$3" ;;
esac
case "$1" in
  create | run | cp | start | pull) exec node "${0%.sh}.ts" "$@" ;;
  *) exec docker "$@" ;;
esac
