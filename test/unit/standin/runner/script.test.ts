import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { script } from "../../../../dev/runner/engine/script.ts";

const written = `set -eo pipefail
exec 0< /dev/null
cd /tmp
export CI_JOB_STATUS=failed
echo "<gclShellPromptPlaceholder> echo \\"a \\$HOME\\" 50%"
echo "a  b" 50%
exit 0
`;

test("commands are shown unchanged, also in a shell without pipefail", () => {
  const shown = execFileSync("sh", ["-c", script(written, undefined)], { encoding: "utf8" });
  expect(shown).toBe('\x1b[32;1m$ echo "a $HOME" 50%\x1b[0;m\na  b 50%\n');
});

test("after_script gets the script's result", () => {
  const adapted = script(written, "canceled");
  expect(adapted.match(/CI_JOB_STATUS=.*/g)).toEqual(["CI_JOB_STATUS=canceled"]);
  expect(script(written, undefined)).not.toContain("CI_JOB_STATUS");
});

test("a script that prints gitlab-ci-local's mark itself stays unchanged", () => {
  const own = '  echo "<gclShellPromptPlaceholder> mine"\n';
  expect(script(own, undefined)).toBe(own);
});
