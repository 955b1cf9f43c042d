#!/bin/sh
# A configuration file, a subcommand or an option is for the registry; anything else runs as it stands.
set -e
case "${1:-}" in
  *.yml | *.yaml) exec registry serve "$@" ;;
  serve | garbage-collect | help | -*) exec registry "$@" ;;
  *) exec "$@" ;;
esac
