#!/bin/sh
# k8s_deploy.sh <postgres | app | nginx-ingress>: applies that part of k8s/ to the cluster and waits until it runs.
set -eu
. .ci/common.sh
part=${1:-}
require K8S_CLUSTER_NAME KOPS_STATE_STORE GOOGLE_APPLICATION_CREDENTIALS
require_programs kops kubectl render
export K8S_CLUSTER_NAME KOPS_STATE_STORE GOOGLE_APPLICATION_CREDENTIALS
export NAMESPACE="${K8S_NAMESPACE:-conduit}"
timeout=${DEPLOY_TIMEOUT:-300s}

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 143' TERM INT
umask 077
export KUBECONFIG="$folder/kubeconfig"

apply() {
  kubectl apply --server-side --force-conflicts --field-manager=conduit-ci --filename=-
}

# Values go through files: arguments of a process are everybody's to read.
apply_secret() {
  kubectl create secret generic --namespace="$NAMESPACE" --dry-run=client --output=yaml "$@" | apply
}

apply_credentials() {
  require CONDUIT_SECRET DB_USER DB_PASSWORD
  printf '%s\n' "CONDUIT_SECRET=$CONDUIT_SECRET" "DB_USER=$DB_USER" "DB_PASSWORD=$DB_PASSWORD" >"$folder/conduit.env"
  apply_secret conduit --from-env-file="$folder/conduit.env"
}

apply_pull_secret() {
  require REGISTRY_HOST DOCKER_REGISTRY_USER REGISTRY_PASSWORD
  login=$(printf '%s:%s' "$DOCKER_REGISTRY_USER" "$REGISTRY_PASSWORD" | base64 | tr -d '\n')
  printf '{"auths":{"%s":{"auth":"%s"}}}' "$REGISTRY_HOST" "$login" >"$folder/login.json"
  apply_secret registry --type=kubernetes.io/dockerconfigjson --from-file=.dockerconfigjson="$folder/login.json"
}

wait_for() {
  kubectl rollout status --namespace="$NAMESPACE" --timeout="$timeout" "$1" \
    || fail "$1 does not run after $timeout: see kubectl describe --namespace=$NAMESPACE $1"
}

# The controller of the ingress class nginx enters the address as soon as it has one.
show_address() {
  kubectl wait --namespace="$NAMESPACE" --timeout="$timeout" \
    --for=jsonpath='{.status.loadBalancer.ingress}' ingress/conduit \
    || fail "the ingress has no address after $timeout: install an ingress controller of the class nginx"
  address=$(kubectl get ingress conduit --namespace="$NAMESPACE" \
    --output=jsonpath='{.status.loadBalancer.ingress[0].ip}{.status.loadBalancer.ingress[0].hostname}')
  echo "The API answers at http://$address/flask/api"
}

kops export kubeconfig --name "$K8S_CLUSTER_NAME" --admin=1h --kubeconfig "$KUBECONFIG"
render k8s/namespace | apply
case $part in
postgres)
  apply_credentials
  render k8s/postgres | apply
  wait_for statefulset/postgres
  ;;
app)
  require IMAGE CI_COMMIT_SHORT_SHA
  IMAGE=$(image_reference)
  export IMAGE
  apply_credentials
  apply_pull_secret
  render k8s/app | apply
  wait_for deployment/conduit
  ;;
nginx-ingress)
  render k8s/nginx-ingress | apply
  show_address
  ;;
*) fail "expected postgres, app or nginx-ingress, found '$part'; usage: sh .ci/k8s_deploy.sh <part>" ;;
esac
