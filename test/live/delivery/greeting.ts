import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { run } from "../support/command.ts";
import { pip } from "../support/python.ts";
import { project, pypi, versionOf } from "./stage.ts";
import { Repository } from "./team.ts";

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

    test.concurrent("is not published twice under one version; with a raised one it is", async ({
      expect,
    }) => {
      const greeting = await Repository.of(project, "greeting");
      const version = versionOf("greeting");
      const again = await greeting.pipeline(await greeting.push("main", { "README.md": "# Changed\n" }));
      const log = await greeting.log(again.jobs["release-package"]);
      expect([again.status, log.split("\n")]).toEqual([
        "failed",
        expect.arrayContaining([
          `Version ${version} is published already and cannot change: raise VERSION, then push again.`,
        ]),
      ]);
      const raised = await greeting.pipeline(await greeting.push("main", { VERSION: "7.0.0\n" }));
      expect([raised.status, await imported("7.0.0")]).toEqual(["success", "7.0.0"]);
    });

    test.concurrent("whose tests fail has a failed pipeline", async ({ expect }) => {
      const greeting = await Repository.of(project, "greeting");
      const file = { "tests/test_sum.py": "def test_sum():\n    assert 1 + 1 == 3\n" };
      const failed = await greeting.pipeline(await greeting.push("dev", file, { action: "create" }));
      expect([failed.status, failed.jobs.test?.status]).toEqual(["failed", "failed"]);
      expect(await greeting.log(failed.jobs.test)).toMatch(/^FAILED tests\/test_sum\.py::test_sum/m);
      const mended = await greeting.pipeline(await greeting.push("dev", { "tests/test_sum.py": null }));
      expect(mended.status).toBe("success");
    });
  });
}
