import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  builtFrom,
  fingerprint,
  forgetRecipe,
  isCurrent,
  noteRecipe,
  wasBuilt,
} from "../../../dev/toolchain/setup/recipe.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "recipe-"));
  mkdirSync(join(folder, "cmd"));
  writeFileSync(join(folder, "go.mod"), "module a\n");
  writeFileSync(join(folder, "cmd", "main.go"), "package main\n");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a fingerprint is the same for the same files in any folder", () => {
  const first = fingerprint(folder, ["x"]);
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(fingerprint(folder, ["x"])).toBe(first);
});

test.each<[string, () => string]>([
  ["setting", () => fingerprint(folder, ["y"])],
  ["file's content", () => write("cmd/main.go", "package main // changed\n")],
  ["new file", () => write("cmd/more.go", "")],
  ["file name", () => rename("go.mod", "go.sum")],
])("another %s gives another fingerprint", (_, change) => {
  const before = fingerprint(folder, ["x"]);
  expect(change()).not.toBe(before);
});

test("a downloaded binary is current, and a built one only with the same recipe", () => {
  const binary = join(folder, "pulumi");
  const verdict = (recipe: string) => [
    isCurrent(binary, () => recipe),
    builtFrom(binary, recipe),
    wasBuilt(binary),
  ];
  expect(verdict("abc")).toEqual([false, false, false]);
  writeFileSync(binary, "", { mode: 0o755 });
  expect(verdict("abc")).toEqual([true, false, false]);
  noteRecipe(binary, "abc");
  expect(verdict("abc")).toEqual([true, true, true]);
  expect(verdict("abd")).toEqual([false, false, true]);
  forgetRecipe(binary);
  expect(verdict("abd")).toEqual([true, false, false]);
});

function rename(from: string, to: string): string {
  renameSync(join(folder, from), join(folder, to));
  return fingerprint(folder, ["x"]);
}

function write(file: string, text: string): string {
  writeFileSync(join(folder, file), text);
  return fingerprint(folder, ["x"]);
}
