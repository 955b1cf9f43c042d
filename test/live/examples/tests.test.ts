import { existsSync, globSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { checkout } from "../../../dev/toolchain/setup/places.ts";
import { olderPython, pythonReference } from "../../../dev/toolchain/tests/images.ts";
import { testDir } from "../../../dev/toolchain/tests/places.ts";
import { attempt } from "../support/command.ts";
import { withCopy } from "../support/examples.ts";

vi.setConfig({ testTimeout: 300_000 });

/** The requirements of examples whose kinds have no job for their tests. */
const requirements: Readonly<Record<string, string>> = {
  "base-image": "requirements.txt",
  "kops-deployer": "../base-image/requirements.txt",
  "kubernetes-deployer": "../base-image/requirements.txt",
};

/** These examples run their tests in a pipeline of their kind, in the test of that name in `test/live`. */
const tested: Readonly<Record<string, string>> = {
  "flask-chat-app": "delivery/one-up",
  greeting: "pipelines/python-module",
  "hello-app-engine": "kinds/app-engine",
  "realworld-api": "kinds/realworld",
  "twelve-factor": "kinds/twelve-factor",
  "worker-server": "kinds/kubernetes-deployer",
};

test("the tests of every example run here or in a pipeline", () => {
  const folders = readdirSync(join(checkout, "examples"), { withFileTypes: true });
  expect(folders.filter((each) => each.isDirectory()).map(({ name }) => name)).toEqual(
    [...Object.keys(requirements), ...Object.keys(tested)].sort(),
  );
  const files = Object.values(tested).map((name) => join(checkout, `test/live/${name}.test.ts`));
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
});

for (const [name, file] of Object.entries(requirements)) {
  test(`the tests of ${name} pass with what it pins`, () =>
    withCopy(name, async (folder) => {
      const { code, stdout, stderr } = await inPython(folder, `pip install --quiet -r ${file}\npytest -rA`);
      expect({ code, stderr: code === 0 ? "" : stderr, last: stdout.trim().split("\n").at(-1) }).toEqual({
        code: 0,
        stderr: "",
        last: expect.stringMatching(/^=+ \d+ passed in .* =+$/),
      });
    }));
}

/** Locks that an older pip takes today it may refuse once a newer version of a package is published. */
test("the oldest pip accepts every lock with its hashes", { timeout: 900_000 }, async () => {
  const locks = globSync(["examples/**/requirements*.txt", "stacks/**/requirements*.txt"], { cwd: checkout });
  const script = `python3 -m venv /v
    pip() { /v/bin/python -m pip --disable-pip-version-check "$@"; }
    pip --version | cut -d ' ' -f 1,2
    for lock in ${locks.join(" ")}; do
      (cd $(dirname $lock) && pip install --dry-run --quiet --require-hashes -r $(basename $lock)) || echo $lock
    done`;
  const { stdout, stderr } = await inPython(checkout, script, pythonReference(olderPython));
  expect({ said: stdout.trim().split("\n"), stderr, locks: locks.length }).toEqual({
    said: [expect.stringMatching(/^pip 23\.0\./)],
    stderr: "",
    locks: 11,
  });
});

/** Compiles nothing on installation, as in the pipelines: pip reads 0 of an option's name with "no" as yes. */
const withoutCompiling = "PIP_NO_COMPILE=0";

function inPython(folder: string, script: string, image = "python:3.13-slim") {
  return attempt("docker", [
    ...["run", "--rm", "--workdir", "/src/app", "--env", withoutCompiling],
    ...["--volume", `${folder}:/src/app`, "--volume", `${join(testDir, "pip")}:/root/.cache/pip`],
    ...["--volume", `${join(checkout, "examples/base-image")}:/src/base-image:ro`],
    ...[image, "sh", "-ec", script],
  ]);
}
