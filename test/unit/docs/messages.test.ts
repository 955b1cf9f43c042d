import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const checkout = resolve(import.meta.dirname, "../../..");
const program = globSync("**/*.ts", {
  cwd: checkout,
  exclude: (path) => /^(node_modules|\.smallboat|sdks|examples|test|docs|stacks)$/.test(path),
});
const source = program.map((file) => shortened(readFileSync(join(checkout, file), "utf8"))).join("\n");

/** A source file as people see its texts: a value that is filled in is `…`, and parts of one text stand together. */
function shortened(text: string): string {
  const joined = text.replace(/["`] \+\s+["`]/g, "").replaceAll('\\"', '"');
  let current = joined;
  for (let before = ""; before !== current; ) {
    before = current;
    current = current.replace(/\$\{[^{}]*\}/g, "…");
  }
  return current;
}

/** The texts that a message is made of: what stands between its places, and between what is filled in. */
function texts(message: string): string[] {
  const parts = message.replace(/^[^:]*?…?[^ ]*: expected /, "").split(/, found |; |…|"/);
  return parts.map((part) => part.replace(/^[\s:,;]+|\s+$/g, "")).filter((part) => part.length > 2);
}

const page = readFileSync(join(checkout, "docs/guide/troubleshooting.md"), "utf8");
const messages = [...page.matchAll(/```text\n(.*?)\n```/gs)].map(([, message = ""]) => message);

test("the page quotes messages", () => {
  expect(messages.length).toBeGreaterThan(40);
});

test.each(messages)("%s", (message) => {
  expect(texts(message).filter((part) => !source.includes(part))).toEqual([]);
});
