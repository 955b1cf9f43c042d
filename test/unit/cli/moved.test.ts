import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");
const commands = readdirSync(join(root, "operations")).filter((file) => file !== "moved.ts");

/** Commands that the earlier release did not have. */
const added = [
  "deploy.ts",
  "outdated.ts",
  "promote.ts",
  "registry-clean.ts",
  "releases.ts",
  "rollback.ts",
  "release-hold.ts",
  "init.ts",
  "apply.ts",
  "draft.ts",
  "review.ts",
  "heal.ts",
  "status.ts",
  "watch.ts",
];

test("every command also has its path of the earlier release", () => {
  const typed = readdirSync(join(root, "cli")).filter(
    (file) => file.endsWith(".ts") && !added.includes(file),
  );
  expect(commands.sort()).toEqual(typed.sort());
});

test.each(commands)("an old path says the new one: operations/%s", (file) => {
  const { stderr, stdout, status } = spawnSync(process.execPath, [join(root, "operations", file)], {
    encoding: "utf8",
  });
  const line = `operations/${file}: expected cli/${file}, found the path of an earlier release; run: node cli/${file}\n`;
  expect([stdout, stderr, status]).toEqual(["", line, 1]);
});
