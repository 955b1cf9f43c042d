#!/bin/sh
# Makes git run the hooks of this folder in this clone: before a commit and before a push, the tests.
set -eu
cd "$(dirname "$0")/.."
found=$(git config --local core.hooksPath || true)
case $found in
'' | hooks) ;;
*)
  echo "core.hooksPath: expected nothing or hooks, found $found; remove it with: git config --unset core.hooksPath" >&2
  exit 1
  ;;
esac
git config --local core.hooksPath hooks
echo "The tests run before each commit and push; --no-verify leaves them out once."
