#!/bin/sh
# Without arguments or with options, an engine that listens on its socket and for other containers: by TLS on
# 2376 where DOCKER_TLS_CERTDIR is set, in plain on 2375 where it is empty. Other commands run as they stand.
set -eu

case "${1:-}" in
  "" | -*)
    if [ -n "${DOCKER_TLS_CERTDIR:-}" ]; then
      . /usr/local/lib/dind/certificates.sh
      server="$DOCKER_TLS_CERTDIR/server"
      set -- --host=tcp://0.0.0.0:2376 --tlsverify --tlscacert "$server/ca.pem" --tlscert "$server/cert.pem" \
        --tlskey "$server/key.pem" "$@"
    else
      set -- --host=tcp://0.0.0.0:2375 --tls=false "$@"
    fi
    set -- dockerd --host=unix:///var/run/docker.sock "$@"
    ;;
esac

if [ "$1" = dockerd ]; then
  # An engine that was killed leaves its process number behind, which may be somebody else's now.
  rm -f /var/run/docker.pid /run/docker/containerd/containerd.pid
  . /usr/local/lib/dind/container.sh
  exec docker-init -- "$@"
fi
exec docker-entrypoint.sh "$@"
