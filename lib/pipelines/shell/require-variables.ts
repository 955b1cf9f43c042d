/** A script that ends the job unless each variable has a value. */
export function requireVariables(...names: readonly string[]): string {
  return `# Every variable that this job needs has a value
for name in ${names.join(" ")}; do
  if [ -z "$(printenv "$name")" ]; then
    echo "The variable $name is absent: set it in the project's CI/CD settings (a protected one reaches only protected branches and tags)." >&2
    exit 1
  fi
done
`;
}
