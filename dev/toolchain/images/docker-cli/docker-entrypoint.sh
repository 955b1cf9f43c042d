#!/bin/sh
# Options and Docker's own commands are for docker; anything else runs as it stands. Where no engine is named
# and no socket is there, the engine is the service `docker`: by TLS, once its certificates are there.
set -eu

case "${1:-}" in
  -*) set -- docker "$@" ;;
  "" | docker | sh) ;;
  *)
    if ! command -v "$1" >/dev/null && docker help "$1" >/dev/null 2>&1; then set -- docker "$@"; fi
    ;;
esac

certificates="${DOCKER_TLS_CERTDIR:+$DOCKER_TLS_CERTDIR/client}"
has_certificates() {
  [ -n "$certificates" ] && [ -s "$certificates/ca.pem" ] && [ -s "$certificates/cert.pem" ] \
    && [ -s "$certificates/key.pem" ]
}

if [ -z "${DOCKER_HOST:-}" ] && [ ! -S /var/run/docker.sock ]; then
  if has_certificates; then
    export DOCKER_HOST=tcp://docker:2376
  else
    export DOCKER_HOST=tcp://docker:2375
  fi
fi
case "${DOCKER_HOST:-}" in
  tcp:*:2376)
    if [ -z "${DOCKER_TLS_VERIFY:-}" ] && [ -z "${DOCKER_CERT_PATH:-}" ] && has_certificates; then
      export DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH="$certificates"
    fi
    ;;
esac

exec "$@"
