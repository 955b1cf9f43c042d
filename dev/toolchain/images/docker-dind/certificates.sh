# Sourced: makes the certificates below $DOCKER_TLS_CERTDIR that are not there, for server and client. Somebody's
# own, without the authority's key, stay as they are.

authority="$DOCKER_TLS_CERTDIR/ca"

# $1: folder; $2: subject; $3: extensions
signed_certificate() {
  [ -s "$1/key.pem" ] || openssl ecparam -genkey -name prime256v1 -noout -out "$1/key.pem"
  printf '%s\n' "$3" >"$1/extensions.cnf"
  openssl req -new -key "$1/key.pem" -subj "/CN=$2" -out "$1/request.pem"
  openssl x509 -req -in "$1/request.pem" -CA "$authority/cert.pem" -CAkey "$authority/key.pem" \
    -CAcreateserial -days 825 -extfile "$1/extensions.cnf" -out "$1/cert.pem" 2>/dev/null
  cp "$authority/cert.pem" "$1/ca.pem"
  rm "$1/extensions.cnf" "$1/request.pem"
}

# The names and addresses by which other containers know this one.
server_names() {
  {
    ip -oneline address | awk '{ sub(/\/.*/, "", $4); print "IP:" $4 }'
    printf 'DNS:%s\n' docker localhost "$(hostname)"
    [ -z "${DOCKER_TLS_SAN:-}" ] || printf '%s\n' "$DOCKER_TLS_SAN" | tr ',' '\n'
  } | sort -u | paste -sd, -
}

if [ -s "$authority/key.pem" ] || [ ! -s "$DOCKER_TLS_CERTDIR/server/key.pem" ]; then
  mkdir -p "$authority" "$DOCKER_TLS_CERTDIR/server" "$DOCKER_TLS_CERTDIR/client"
  if [ ! -s "$authority/key.pem" ]; then
    openssl ecparam -genkey -name prime256v1 -noout -out "$authority/key.pem"
    openssl req -new -x509 -key "$authority/key.pem" -days 825 -subj '/CN=docker:dind CA' \
      -out "$authority/cert.pem"
  fi
  signed_certificate "$DOCKER_TLS_CERTDIR/server" 'docker:dind server' "subjectAltName = $(server_names)"
  signed_certificate "$DOCKER_TLS_CERTDIR/client" 'docker:dind client' 'extendedKeyUsage = clientAuth'
  # The client in another container need not be root.
  chmod 644 "$DOCKER_TLS_CERTDIR/client/key.pem"
fi
