# What the scripts of this folder share; they source it from the repository's root.

fail() {
  echo "$1" >&2
  exit 1
}

# Every variable has a value, and every program is there; all that is missing is said at once.
require() {
  missing=
  for variable in "$@"; do
    eval "value=\${$variable:-}"
    [ -n "$value" ] || missing="$missing $variable"
  done
  [ -z "$missing" ] || fail "expected values for${missing}, found none: set them as CI variables, protected jobs included"
}

require_programs() {
  missing=
  for program in "$@"; do
    command -v "$program" >/dev/null || missing="$missing $program"
  done
  [ -z "$missing" ] || fail "expected the programs${missing}, found none: run this job in an image that has them (README.md)"
}

# The tag of a release is easy to recognise, that of a commit is always there.
image_reference() {
  printf '%s:%s\n' "$IMAGE" "${CI_COMMIT_TAG:-$CI_COMMIT_SHORT_SHA}"
}
