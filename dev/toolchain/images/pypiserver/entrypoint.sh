#!/bin/sh
# Arguments are pypi-server's; without any it serves /data/packages. Started as root it hands the packages
# folder to the user pypiserver and goes on as that user.
set -e
[ $# -gt 0 ] || set -- run -p "$PYPISERVER_PORT"
[ "$(id -u)" -eq 0 ] || exec pypi-server "$@"
mkdir -p /data/packages
as_user="setpriv --reuid pypiserver --regid pypiserver --init-groups"
$as_user test -w /data/packages || chown -R pypiserver:pypiserver /data/packages
exec $as_user pypi-server "$@"
