import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { diskFileSystem } from "../../../lib/compose/file-system.ts";
import { type FileSystem, loadStack, planStack } from "../../../lib/compose/index.ts";
import { problems } from "./support.ts";

let dir: string;
beforeEach(() => {
  dir = join(mkdtempSync(join(tmpdir(), "smallboat-readable-")), "web");
});
afterEach(() => rmSync(dirname(dir), { recursive: true }));

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
}

const plan = (files: FileSystem = diskFileSystem) =>
  planStack(loadStack({ dir, label: "stacks/Local/web", values: {} }, files), {
    stage: "dev",
    host: "Local",
  });

const site = "services: {a: {image: x, volumes: ['./site:/srv:ro']}}";

test("a folder that disappears before it is read", () => {
  write({ "compose.yaml": site });
  const gone = {
    ...diskFileSystem,
    read: (path: string) => {
      rmSync(dir, { recursive: true });
      return diskFileSystem.read(path);
    },
  };
  expect(problems(() => plan(gone))).toEqual([
    "stacks/Local/web/compose.yaml: expected a file or folder that can be read, found it gone; " +
      "check it, and run again when nobody changes the folder",
  ]);
});

test("a bound file that disappears while it is read", () => {
  write({ "compose.yaml": site, "site/page": "" });
  const gone: FileSystem = {
    ...diskFileSystem,
    list: (path) => {
      const names = diskFileSystem.list(path);
      rmSync(join(dir, "site"), { recursive: true });
      return names;
    },
    kind: (path) => (path.endsWith("/page") ? "file" : diskFileSystem.kind(path)),
  };
  expect(problems(() => plan(gone))).toEqual([
    "stacks/Local/web/site/page: expected a file or folder that can be read, found it gone; " +
      "check it, and run again when nobody changes the folder",
  ]);
});

test("a stack without a folder", () => {
  expect(problems(() => plan())).toEqual([
    "stacks/Local/web: expected a compose.yaml, found none; write one, or remove the folder",
  ]);
});

test("links in a circle end, and are hashed by their targets", () => {
  write({ "compose.yaml": site, "site/page": "1" });
  symlinkSync(".", join(dir, "site/again"));
  symlinkSync("loop", join(dir, "site/loop"));
  const hash = () =>
    plan().containers[0]?.fields.labels.find(({ label }) => label.endsWith("config-hash"))?.value;
  const before = hash();
  rmSync(join(dir, "site/loop"));
  symlinkSync("page", join(dir, "site/loop"));
  expect(before).toMatch(/^[0-9a-f]{64}$/);
  expect(hash()).not.toBe(before);
});

test("an engine elsewhere is not sent a folder behind a link", () => {
  write({ "compose.yaml": site, "site/page": "1", "more/page": "2" });
  symlinkSync("../more", join(dir, "site/more"));
  const far = { stage: "dev", host: "far", isRemote: true };
  const stack = loadStack({ dir, label: "stacks/far/web", values: {} });
  expect(problems(() => planStack(stack, far))).toEqual([
    "stacks/far/web/compose.yaml:1:36: expected services.a.volumes that can be copied to the other machine's engine, " +
      "found site/more, a link to a folder; put the folder in its place",
  ]);
});

test("an impossible path does not exist", () => {
  write({ "compose.yaml": 'services: {a: {image: x, env_file: "a\\0b"}}' });
  expect(problems(() => plan())).toEqual([
    "stacks/Local/web/compose.yaml:1:36: expected a file that exists, found no stacks/Local/web/a\0b; " +
      "create it, correct the path, or write required: false",
  ]);
});

test("an env file that is no text", () => {
  write({ "compose.yaml": "services: {a: {image: x, env_file: a.env}}", "a.env": "" });
  writeFileSync(join(dir, "a.env"), Buffer.from("A=1\nB=\xff\n", "latin1"));
  expect(problems(() => plan())).toEqual([
    "stacks/Local/web/a.env:2:1: expected UTF-8 text, found bytes that are none; save the file as UTF-8",
  ]);
});
