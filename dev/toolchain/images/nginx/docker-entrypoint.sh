#!/bin/sh
# Before nginx itself starts, what lies in /docker-entrypoint.d runs in order: *.envsh into this shell's
# environment, *.sh as programs. Other commands start as they stand.
set -e
case "${1:-}" in
  nginx | nginx-debug)
    for step in /docker-entrypoint.d/*; do
      [ -x "$step" ] || continue
      case "$step" in
        *.envsh) . "$step" ;;
        *.sh) "$step" ;;
      esac
    done
    ;;
esac
exec "$@"
