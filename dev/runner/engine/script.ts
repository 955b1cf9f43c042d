/** gitlab-ci-local's mark of a line that shows a command. */
const shown = /^echo "<gclShellPromptPlaceholder> /gm;

/**
 * The script to run, made from gitlab-ci-local's. It shows commands as GitLab does, keeps the order of both
 * outputs, and also runs in shells without `pipefail`.
 * @param status what after_script finds in CI_JOB_STATUS; undefined for the script itself
 */
export function script(written: string, status: string | undefined): string {
  return written
    .replace(/^set -eo pipefail\n/, "set -e\nif (set -o pipefail) 2>/dev/null; then set -o pipefail; fi\n")
    .replace(/^exec 0< \/dev\/null$/m, "exec 0</dev/null 2>&1")
    .replace(/^export CI_JOB_STATUS=\w+\n/m, status === undefined ? "" : `export CI_JOB_STATUS=${status}\n`)
    .replace(shown, `printf '\\033[32;1m$ %s\\033[0;m\\n' "`);
}
