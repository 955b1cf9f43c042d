import { credentials } from "../../servers/credentials.ts";

/**
 * A script that ends the job if the registry already has `$image`. It succeeds if the image was built from this commit, as in a
 * job that is retried, or from another one with the same files, as after a promotion whose branch was merged then. Otherwise it
 * fails, because a released image never changes.
 */
export const refuseReleased = `# A released image is never overwritten
if answer=$(docker pull --quiet "$image" 2>&1); then
  released=$(docker image inspect --format '{{index .Config.Labels "org.opencontainers.image.revision"}}' "$image")
  if [ "$released" = "$CI_COMMIT_SHA" ]; then
    echo "$image is released from this very commit already: nothing to do."
    exit 0
  fi
  if git -c safe.directory='*' diff --quiet --end-of-options "$released" "$CI_COMMIT_SHA" -- 2> /dev/null; then
    echo "$image is released from the same files already, at commit $released: nothing to do."
    exit 0
  fi
  echo "$image is released already, from commit $released: raise VERSION, then push again." >&2
  exit 1
fi
case "$answer" in
  *"not found"* | *"manifest unknown"* | *"does not exist"*) ;;
  *)
    echo "$answer" >&2
    echo "It cannot be seen whether $image is released already: once the registry answers, retry." >&2
    exit 1 ;;
esac
`;

/** A script that uploads `dist/` to the PyPI server that twine's variables name, or ends the job with the cause. */
export const upload = `# Upload to the PyPI server; twine reads address and login from its variables
is_published() {
  python3 -c '
import sys, urllib.request
url, wheel = sys.argv[1:]
name = wheel.split("-")[0].replace("_", "-")
sys.exit(wheel not in urllib.request.urlopen(f"{url}/simple/{name}/", timeout=30).read().decode())
' "\${TWINE_REPOSITORY_URL%/}" "$(cd dist && echo *.whl)" 2> /dev/null
}
if ! twine upload --non-interactive --disable-progress-bar dist/* > twine.log 2>&1; then
  cat twine.log >&2
  case "$(cat twine.log)" in
    *409* | *"already exist"*)
      echo "Version $version is published already and cannot change: raise VERSION, then push again." >&2 ;;
    *401* | *403*)
      echo "The PyPI server refuses the login of $TWINE_USERNAME: correct the variables ${credentials.pypi.user} and ${credentials.pypi.password}, then retry." >&2 ;;
    *" 400 "*)
      if is_published; then
        echo "Version $version is published already and cannot change: raise VERSION, then push again." >&2
      else
        echo "The PyPI server at $TWINE_REPOSITORY_URL refuses the package: see above; correct it, then push again." >&2
      fi ;;
    *)
      echo "The PyPI server at $TWINE_REPOSITORY_URL does not take the upload: see above; once it answers, retry." >&2 ;;
  esac
  exit 1
fi
cat twine.log
`;
