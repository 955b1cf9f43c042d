/** A script that sets `version` from the file VERSION, or ends the job. The version fits PyPI and image tags. */
export const readVersion = `# The version is the one line of the file VERSION
if [ ! -f VERSION ]; then
  echo "The file VERSION is absent: add it with one line such as 0.1.0, then push again." >&2
  exit 1
fi
version=$(cat VERSION)
form='[0-9]+\\.[0-9]+\\.[0-9]+((a|b|rc)[0-9]+)?(\\.(post|dev)[0-9]+)?'
case "$version" in
  *[!0-9a-z.]*) is_version=no ;;
  *) is_version=$(printf '%s\\n' "$version" | grep -Eqx "$form" && echo yes || echo no) ;;
esac
if [ "$is_version" = no ]; then
  echo "The file VERSION holds \\"$version\\": write one line such as 1.4.0, 1.4.0rc1 or 1.4.0.dev2." >&2
  exit 1
fi
`;
