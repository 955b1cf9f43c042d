#!/bin/sh
# Creates or updates the cluster of k8s/kops, and waits until it is valid.
set -eu
. .ci/common.sh
require K8S_CLUSTER_NAME KOPS_STATE_STORE KOPS_FEATURE_FLAGS GOOGLE_APPLICATION_CREDENTIALS
require_programs kops python3 render
export K8S_CLUSTER_NAME KOPS_STATE_STORE KOPS_FEATURE_FLAGS GOOGLE_APPLICATION_CREDENTIALS
tries=${KOPS_TRIES:-60}
pause=${KOPS_PAUSE:-20}

read_project='import json, sys; print(json.load(open(sys.argv[1]))["project_id"])'
GCP_PROJECT=$(python3 -c "$read_project" "$GOOGLE_APPLICATION_CREDENTIALS" 2>/dev/null) \
  || fail "GOOGLE_APPLICATION_CREDENTIALS: expected the path of a service account's JSON key, found none there"
export GCP_PROJECT

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 143' TERM INT
export KUBECONFIG="$folder/kubeconfig"

render k8s/kops >"$folder/cluster.yaml"
# --force creates what does not exist yet.
kops replace --force --filename "$folder/cluster.yaml"
kops update cluster --name "$K8S_CLUSTER_NAME" --yes --admin=1h

left=$tries
until kops validate cluster --name "$K8S_CLUSTER_NAME"; do
  left=$((left - 1))
  [ "$left" -gt 0 ] || fail "the cluster $K8S_CLUSTER_NAME is not valid after $tries tries, $pause s apart: see above, then retry this job"
  echo "The cluster is not ready; looking again in $pause s ($left tries left)"
  sleep "$pause"
done
# Replaces nodes that still run an older configuration; mostly none.
kops rolling-update cluster --name "$K8S_CLUSTER_NAME" --yes
echo "The cluster $K8S_CLUSTER_NAME is ready"
