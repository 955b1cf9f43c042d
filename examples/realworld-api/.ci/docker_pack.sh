#!/bin/sh
# Builds the image and pushes it, tagged with the release's tag or else with the commit. Expects a logged-in docker.
set -eu
. .ci/common.sh
require IMAGE CI_COMMIT_SHA CI_COMMIT_SHORT_SHA CI_PROJECT_URL
reference=$(image_reference)

docker build \
  --build-arg IMAGES="${BASE_IMAGES:-}" \
  --label org.opencontainers.image.revision="$CI_COMMIT_SHA" \
  --label org.opencontainers.image.source="$CI_PROJECT_URL" \
  --tag "$reference" .
docker push "$reference" || fail "$reference cannot be pushed: see docker's message above, then retry"
echo "Packed $reference"
