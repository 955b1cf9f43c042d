#!/bin/sh
# Runs the tests, in .venv where there is one. Hooks get GIT_DIR and others, which would mislead the git of a test.
set -eu
cd "$(dirname "$0")/.."
# shellcheck disable=SC2046 # one word for each variable
unset $(git rev-parse --local-env-vars)
python=python3
if [ -x .venv/bin/python ]; then python=.venv/bin/python; fi
if ! "$python" -c 'import flask, pytest, waitress' 2>/dev/null; then
  echo "hooks: expected flask, pytest and waitress, found not all; run: python3 -m venv .venv && .venv/bin/pip install -r requirements-test.txt" >&2
  exit 1
fi
exec "$python" -m pytest --quiet
