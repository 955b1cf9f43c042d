#!/bin/sh
# What needs no change goes straight to docker: starting Node takes longer than most of these commands.
case "$1" in
  create | run | cp | start | pull | volume | network) exec node "${0%.sh}.ts" "$@" ;;
  *) exec docker "$@" ;;
esac
