/** gitlab-ci-local's mark of a line that shows a command. */
const shown = /^echo "<gclShellPromptPlaceholder> /gm;

/**
 * A script as it is to run, from the one gitlab-ci-local wrote: commands are shown as GitLab shows them, what
 * goes to one output and to the other stays in its order, and shells without `pipefail` manage too.
 * @param status what after_script finds in CI_JOB_STATUS; undefined for the script itself
 */
export function script(written: string, status: string | undefined): string {
  return written
    .replace(/^set -eo pipefail\n/, "set -e\nif (set -o pipefail) 2>/dev/null; then set -o pipefail; fi\n")
    .replace(/^exec 0< \/dev\/null$/m, "exec 0</dev/null 2>&1")
    .replace(/^export CI_JOB_STATUS=\w+\n/m, status === undefined ? "" : `export CI_JOB_STATUS=${status}\n`)
    .replace(shown, `printf '\\033[32;1m$ %s\\033[0;m\\n' "`);
}
