import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { attempt, run } from "../support/command.ts";
import { withCopy } from "../support/examples.ts";

vi.setConfig({ testTimeout: 300_000 });

test("the hooks of hello-app-engine refuse a commit with a failing test", () =>
  withCopy("hello-app-engine", async (folder) => {
    const inside = { cwd: folder };
    const commit = (...args: string[]) => {
      const who = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
      return attempt("git", [...who, "commit", "--quiet", "--all", "--message=A change", ...args], inside);
    };
    await run("git", ["init", "--quiet"], inside);
    await run("git", ["add", "."], inside);
    expect(await run("hooks/install.sh", [], inside)).toMatch(/^The tests run before each commit and push/);
    await run("hooks/install.sh", [], inside);
    await run("python3", ["-m", "venv", ".venv"], inside);
    const without = await commit();
    expect([without.code, without.stderr]).toEqual([
      1,
      expect.stringContaining("expected flask, pytest and waitress"),
    ]);

    const pip = ["-m", "pip", "install", "--quiet", "--no-compile", "-r", "requirements-test.txt"];
    await run(".venv/bin/python", pip, inside);
    expect((await commit()).code).toBe(0);
    appendFileSync(join(folder, "tests/test_app.py"), "\n\ndef test_wrong():\n    assert False\n");
    const wrong = await commit();
    expect([wrong.code, wrong.stdout + wrong.stderr]).toEqual([
      1,
      expect.stringContaining("1 failed, 4 passed"),
    ]);
    expect((await commit("--no-verify")).code).toBe(0);

    await run("git", ["config", "core.hooksPath", "elsewhere"], inside);
    const taken = await attempt("hooks/install.sh", [], inside);
    expect([taken.code, taken.stderr]).toEqual([
      1,
      "core.hooksPath: expected nothing or hooks, found elsewhere; remove it with: git config --unset core.hooksPath\n",
    ]);
  }));
