#!/bin/sh
# Options and files are for node; commands run as they stand.
set -e
case "${1:-}" in
  -*) exec node "$@" ;;
esac
command -v "$1" >/dev/null || exec node "$@"
exec "$@"
