import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { type ConfigCase, configCases } from "../../cases/config-cases.ts";
import { filesOf, type Pair, pairs, saidOf } from "../../cases/merging/pairs.ts";
import { attempt } from "../support/command.ts";
import { composeFile } from "../support/compose.ts";

/** What compose says of a folder: its model, or the last line of its error, with the folder's place left open. */
async function said({ files }: Pick<ConfigCase, "files">): Promise<Pick<ConfigCase, "model" | "error">> {
  const root = mkdtempSync(join(tmpdir(), "smallboat-config-"));
  const dir = join(root, "stack");
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      writeFileSync(join(dir, name), text);
    }
    const env = { PATH: process.env.PATH, HOME: "/root" };
    const { code, stdout, stderr } = await attempt(
      composeFile,
      ["-p", "proj", "config", "--format", "json"],
      {
        cwd: dir,
        env,
      },
    );
    const open = (text: string) => text.replaceAll(dir, "@STACK@").replaceAll(root, "@STACKS@");
    return code === 0
      ? { model: JSON.parse(open(stdout)) as object }
      : { error: open(stderr.trim().split("\n").at(-1) ?? "") };
  } finally {
    rmSync(root, { recursive: true });
  }
}

describe.each(configCases)("the recorded results of docker compose config: %s", (_, cases) => {
  test("compose says of each case what the case records", { timeout: 240_000 }, async () => {
    const found = [];
    for (const { name, files } of cases) found.push({ name, files, ...(await said({ files })) });
    // Of two faults compose names the one that it meets first, another one each time.
    const refused = cases.map((each) => (each.error ? { ...each, error: expect.any(String) } : each));
    expect(found).toEqual(refused);
  });
});

describe("compose itself on forms over each other", () => {
  const some = pairs.filter((_, index) => index % 25 === 0);
  const outcome = async (pair: Pair) => {
    const { model, error = "" } = await said({ files: filesOf(pair) });
    return model ? saidOf(model) : pair.said === "crashed" && error ? "crashed" : "refused";
  };

  test("compose says of each case what the case records", { timeout: 240_000 }, async () => {
    const found = [];
    for (const pair of some) found.push({ ...pair, said: await outcome(pair) });
    expect(found).toEqual(some);
  });
});
