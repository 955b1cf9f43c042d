import { globSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { checkout } from "../../../dev/toolchain/setup/places.ts";
import { olderPython, pythonReference } from "../../../dev/toolchain/tests/images.ts";
import { testDir } from "../../../dev/toolchain/tests/places.ts";
import { attempt } from "../support/command.ts";
import { withCopy } from "../support/examples.ts";

vi.setConfig({ testTimeout: 300_000 });

/** What is installed before the tests of each example run, in the image in which CI runs them. */
const installations: Readonly<Record<string, string>> = {
  "base-image": "-r requirements.txt",
  "flask-chat-app": "-r requirements-test.txt && python test_setup.py",
  greeting: "-r requirements-test.txt && pip install --quiet .",
  "hello-app-engine": "-r requirements-test.txt",
  "kops-deployer": "-r ../base-image/requirements.txt",
  "kubernetes-deployer": "-r ../base-image/requirements.txt",
  "realworld-api": "-r requirements-test.txt && flask lint",
  "twelve-factor": "-r requirements-test.txt",
  "worker-server": "-r ../base-image/requirements.txt",
};

test("every example is here", () => {
  const folders = readdirSync(join(checkout, "examples"), { withFileTypes: true });
  expect(folders.filter((each) => each.isDirectory()).map(({ name }) => name)).toEqual(
    Object.keys(installations),
  );
});

for (const [name, packages] of Object.entries(installations)) {
  test(`the tests of ${name} pass with what it pins`, () =>
    withCopy(name, async (folder) => {
      const { code, stdout, stderr } = await inPython(folder, `pip install --quiet ${packages}\npytest -rA`);
      expect({ code, stderr: code === 0 ? "" : stderr, last: stdout.trim().split("\n").at(-1) }).toEqual({
        code: 0,
        stderr: "",
        last: expect.stringMatching(/^=+ \d+ passed in .* =+$/),
      });
    }));
}

/** Locks that an older pip takes today it may refuse once a newer version of a package is published. */
test("the oldest pip takes every lock with its hashes", { timeout: 900_000 }, async () => {
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

function inPython(folder: string, script: string, image = "python:3.13-slim") {
  return attempt("docker", [
    ...["run", "--rm", "--workdir", "/src/app", "--env", "PIP_NO_COMPILE=1"],
    ...["--volume", `${folder}:/src/app`, "--volume", `${join(testDir, "pip")}:/root/.cache/pip`],
    ...["--volume", `${join(checkout, "examples/base-image")}:/src/base-image:ro`],
    ...[image, "sh", "-ec", script],
  ]);
}
