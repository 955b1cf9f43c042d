import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { run } from "../support/command.ts";

const checkout = resolve(import.meta.dirname, "../../..");

/** Every file below a folder, with its content. */
function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length), readFileSync(path, "utf8")];
    }),
  );
}

test("sdks/gitlab is what `npm run generate:sdk` writes", { timeout: 240_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-sdk-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  await run(process.execPath, [join(checkout, "dev/toolchain/sdk/generate.ts"), folder]);

  expect(contents(folder)).toEqual(contents(join(checkout, "sdks/gitlab")));
});
