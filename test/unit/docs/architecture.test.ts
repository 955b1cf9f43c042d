import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { parse } from "yaml";
import { outputLines } from "../../../cli/stage/summary.ts";
import { loadStack, planStack } from "../../../lib/compose/index.ts";
import { checkSettings } from "../../../lib/settings/check.ts";
import { rawTree } from "../../../lib/settings/raw-tree.ts";

const page = readFileSync(resolve(import.meta.dirname, "../../../docs/guide/architecture.md"), "utf8");

/** The blocks of code in a chapter of the page. */
function blocks(chapter: string): string[] {
  const [, text = ""] = page.split(`. ${chapter}\n`);
  return [...(text.split("\n## ")[0] ?? "").matchAll(/```\w+\n(.*?)```/gs)].map(([, code = ""]) => code);
}

const repository = mkdtempSync(join(tmpdir(), "smallboat-docs-"));
afterAll(() => rmSync(repository, { recursive: true }));
const [file = "", model = ""] = blocks("Compose file to model");
const dir = join(repository, "stacks/Local/web");
mkdirSync(dir, { recursive: true });
writeFileSync(join(dir, "compose.yaml"), file);
const values = { STAGE: "dev", HOST: "Local", REGISTRY: "10.0.0.60:5000/docker-local" };
const loaded = loadStack({ dir, label: "stacks/Local/web", values, stage: "dev", repository });

test("the settings of the page become the shown result", () => {
  const [before = "", after = ""] = blocks("Settings");
  const flat = Object.entries(parse(before)).map(([key, value]) => [key, JSON.stringify(value)]);
  expect(checkSettings("dev", rawTree(Object.fromEntries(flat)))).toMatchObject(parse(after));
});

test("its compose file becomes its model", () => {
  expect(loaded.model).toEqual(parse(model));
});

test("its model becomes its container", () => {
  const [container = ""] = blocks("Model to plan");
  const plan = planStack(loaded, { stage: "dev", host: "Local", stack: "web" });
  expect(plan.containers).toMatchObject([parse(container)]);
});

test("its outputs become its table", () => {
  const [outputs = "", table = ""] = blocks("Outputs");
  expect(outputLines(parse(outputs))).toEqual(table.trimEnd().split("\n"));
});
