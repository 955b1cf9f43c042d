import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseState, readStateFile, removeTornAttributes } from "../../../lib/state/state.ts";
import { workIn } from "../cli/workplace.ts";

const resource = { urn: "urn:a", type: "docker:index/network:Network", inputs: { name: "a" } };
const pending_operations = [{ type: "creating", resource }];
const manifest = { time: "2026-11-25T21:04:09Z", magic: "m", version: "v3.256.0" };
const latest = { manifest, resources: [resource], pending_operations };
const empty = { resources: [], pending_operations: [] };
const parse = (document: unknown) => parseState(JSON.stringify(document), "the state", "restore it");

test("an exported state is kept completely, and its lists exist even if Pulumi leaves them out", () => {
  const whole = { version: 3, deployment: { ...latest, secrets_providers: { type: "passphrase" } } };
  expect(parse(whole)).toEqual(whole);
  const featured = { version: 4, features: ["refreshBeforeUpdate"], deployment: { manifest } };
  expect(parse(featured)).toEqual({ ...featured, deployment: { manifest, ...empty } });
  expect(parse({ version: 3, deployment: null })).toEqual({ version: 3, deployment: empty });
});

test.each([
  ["version 0, which has no envelope", { stack: "dev", latest }, 0, latest],
  [
    "version 1, which knows no operations",
    { version: 1, checkpoint: { latest: { manifest } } },
    1,
    { manifest, ...empty },
  ],
  ["version 2", { version: 2, checkpoint: { config: {}, latest } }, 2, latest],
  ["version 3", { version: 3, checkpoint: { stack: "dev", latest } }, 3, latest],
  ["a stage that is new", { version: 3, checkpoint: { stack: "dev" } }, 3, empty],
])("the state file of %s is read", (_, document, version, deployment) => {
  expect(parse(document)).toEqual({ version, deployment });
});

test("a stage without a file is empty", () => {
  expect(readStateFile(join(workIn({}), "missing.json")).deployment).toEqual(empty);
});

test.each([
  ["torn", '{"version": 3, "checkpoint": {"latest": {"resour'],
  ["empty", ""],
  ["no object", '"state"'],
  ["without a list of resources", '{"checkpoint": {"latest": {"resources": {}}}}'],
])("a state file that is %s is refused, and the message names the copy that Pulumi keeps", (_, text) => {
  const folder = workIn({ "dev.json": text });
  const file = join(folder, "dev.json");
  expect(() => readStateFile(file)).toThrow(
    `${file}: expected a state of Pulumi, found a damaged one; restore Pulumi's copy of the earlier state: ` +
      `cp ${file}.bak ${file}`,
  );
  expect(readFileSync(file, "utf8")).toBe(text);
});

test("a state of a newer Pulumi is refused", () => {
  expect(() => parse({ version: 5, deployment: latest })).toThrow(
    "the state: expected a state of at most version 4, found version 5; use a newer smallboat",
  );
});

test("truncated attribute files of a killed run are removed, complete ones stay", () => {
  const folder = workIn({
    "a.json": "{}",
    "a.json.attrs": "",
    "a.json.bak.attrs": '{"user.',
    "b.json.attrs": "{}",
  });
  for (const name of ["a.json", "b.json", "c.json"]) removeTornAttributes(join(folder, name));
  expect(readdirSync(folder).sort()).toEqual(["a.json", "b.json.attrs"]);
});
