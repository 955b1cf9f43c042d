import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { folderOf, shellcheck } from "../../../dev/toolchain/tests/python-packages.ts";
import { pipelineOf, variants } from "../../unit/pipelines/variants.ts";
import { attempt } from "../support/command.ts";
import { prepared } from "../support/machine.ts";

vi.setConfig({ testTimeout: 120_000 });
const program = prepared(join(folderOf(shellcheck), "bin/shellcheck"));

/** Each differing script once, as the one POSIX shell that a runner gives it. */
const scripts = new Map(
  Object.entries(variants).flatMap(([name, variant]) =>
    Object.entries(pipelineOf(variant).jobs).flatMap(
      ([job, { before_script = [], script, after_script = [] }]) => {
        const main = ["#!/bin/sh", "set -e", ...before_script, ...script].join("\n");
        const after = ["#!/bin/sh", ...after_script].join("\n");
        return [main, after].map((text) => [text, `${name} / ${job}`] as const);
      },
    ),
  ),
);

test("shellcheck finds nothing in the scripts of any job", async () => {
  // 1091: activate is made by the job. 2043: some loops have one name. 2086: $dry is several words.
  // 2153, 2154: variables come from the job, or from lines before.
  const flags = [
    "--shell=sh",
    "--severity=style",
    "--exclude=SC1091,SC2043,SC2086,SC2153,SC2154",
    "--format=gcc",
    "-",
  ];
  const faults: string[] = [];
  for (const [text, name] of scripts) {
    const { stdout } = await attempt(program, flags, { input: `${text}\n` });
    faults.push(
      ...stdout
        .split("\n")
        .filter(Boolean)
        .map((line) => `${name}: ${line}`),
    );
  }
  expect(faults).toEqual([]);
});

test("shellcheck would find a fault", async () => {
  const { stdout } = await attempt(program, ["--format=gcc", "-"], {
    input: "#!/bin/sh\n[[ -n $1 ]]\n",
  });
  expect(stdout).toContain("SC3010");
});
