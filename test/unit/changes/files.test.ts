import { expect, test } from "vitest";
import { fileChanges } from "../../../lib/changes/file-changes.ts";
import type { ServiceChange } from "../../../lib/changes/index.ts";
import { gitHash } from "../../../lib/compose/index.ts";

const at = "stacks/Local/web";
const service = (name: string) => ({ name }) as ServiceChange;

/** What is shown of a file of the service web whose content was one and is another. */
function shown(path: string, was: string | undefined, is: string | undefined, part = "files") {
  const contents = [was, is].flatMap((text) => (text === undefined ? [] : [Buffer.from(text)]));
  const byHash = new Map(contents.map((content) => [gitHash(content), content]));
  const side = (text: string | undefined) => ({
    composeFiles: {},
    services: {
      web: { [part]: text === undefined ? {} : { [`${at}/${path}`]: gitHash(Buffer.from(text)) } },
    },
  });
  const sources = { before: side(was), after: side(is) };
  const texts = {
    now: (_: string, hash: string) => byHash.get(hash),
    before: (hash: string) => byHash.get(hash),
  };
  return fileChanges(sources, [service("web")], texts).map(
    ({ path: _, services: _services, ...rest }) => rest,
  );
}

const lines = (count: number, text: string) =>
  Array.from({ length: count }, (_, index) => `${text} ${index}\n`).join("");

test.each<[string, Parameters<typeof shown>, object]>([
  [
    "a changed text",
    ["a.conf", "one\ntwo\n", "one\nthree\n"],
    { action: "update", diff: "@@ -1,2 +1,2 @@\n one\n-two\n+three\n" },
  ],
  ["a new file", ["a.conf", undefined, "one\n"], { action: "create", diff: "@@ -0,0 +1,1 @@\n+one\n" }],
  [
    "a file that is gone",
    ["a.conf", "one\n", undefined],
    { action: "delete", diff: "@@ -1,1 +0,0 @@\n-one\n" },
  ],
  ["bytes", ["logo.png", "\0one", "\0two"], { action: "update", hidden: "binary" }],
  ["many lines", ["a.conf", lines(60, "a"), lines(60, "b")], { action: "update", hidden: "long" }],
  ["a long file", ["a.conf", "a".repeat(100_001), "b"], { action: "update", hidden: "long" }],
  ["a compose secret", ["word", "one", "two", "secrets"], { action: "update", hidden: "secret" }],
  ["what is called a secret", ["tls.key", "one", "two"], { action: "update", hidden: "secret" }],
  [
    "a password in a text",
    ["a.conf", "password=one\n", "password=two\n"],
    { action: "update", hidden: "secret" },
  ],
  [
    "a password beside a change",
    ["a.conf", "password=one\nlisten 80\n", "password=two\nlisten 81\n"],
    { action: "update", diff: "@@ -1,2 +1,2 @@\n password=•••\n-listen 80\n+listen 81\n" },
  ],
])("%s", (_, given, want) => {
  expect(shown(...given)).toEqual([want]);
});

test("a file that git lacks, or that has changed meanwhile, is named without its content", () => {
  const side = (hash: string) => ({
    composeFiles: {},
    services: { web: { files: { [`${at}/a.conf`]: hash } } },
  });
  const sources = { before: side("1"), after: side("2") };
  const texts = { now: () => undefined, before: () => undefined };
  expect(fileChanges(sources, [service("web")], texts)).toEqual([
    { path: `${at}/a.conf`, action: "update", services: ["web"], hidden: "former" },
  ]);
});

test("a compose file is shown with its changed services, and left out without any", () => {
  const side = (hash: string) => ({
    composeFiles: { [`${at}/compose.yaml`]: hash },
    services: { web: {}, db: {} },
  });
  const sources = { before: side("1"), after: side("2") };
  const texts = {
    now: () => Buffer.from("services: {web: {image: a:2, environment: {A: hush}}}\n"),
    before: () => Buffer.from("services: {web: {image: a:1, environment: {A: tell}}}\n"),
  };
  expect(fileChanges(sources, [], texts)).toEqual([]);
  expect(fileChanges(sources, [service("db"), service("web")], texts)).toEqual([
    {
      path: `${at}/compose.yaml`,
      action: "update",
      services: ["db", "web"],
      diff:
        "@@ -1,1 +1,1 @@\n" +
        "-services: {web: {image: a:1, environment: {A: •••}}}\n" +
        "+services: {web: {image: a:2, environment: {A: •••}}}\n",
    },
  ]);
});
