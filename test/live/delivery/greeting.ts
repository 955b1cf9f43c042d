import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../support/command.ts";
import { pip } from "../support/python.ts";
import { project, pypi, versionOf } from "./stage.ts";

/** Installs the module from the stage's PyPI and nothing else. @returns the version that another Python imports */
async function imported(version: string): Promise<string> {
  const target = mkdtempSync(join(project.folder, "site-"));
  const args = ["install", "--trusted-host", pypi.host, "--target", target, `greeting==${version}`];
  const { code, stderr } = await pip(pypi.url, ...args);
  if (code !== 0) throw new Error(stderr);
  const script = "from importlib.metadata import version; import greeting; print(version('greeting'))";
  return run("python3", ["-c", script], { env: { ...process.env, PYTHONPATH: target } });
}

/** The python-module of a stage that is up. */
export function greetingTests(): void {
  describe("a python module", () => {
    test("is installed with pip from the stage's PyPI alone, and imported", async () => {
      expect(await imported(versionOf("greeting"))).toBe(versionOf("greeting"));
    });
  });
}
