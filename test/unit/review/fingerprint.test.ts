import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Fingerprint, movedLines, planParts, stateParts } from "../../../lib/review/fingerprint.ts";
import { sourceParts } from "../../../lib/review/source-files.ts";
import { asSecret, type Resource, type UpdatePlan } from "../../../lib/state/index.ts";

const container =
  "urn:pulumi:dev::smallboat::smallboat:index:HostStack$docker:index/container:Container::Local/web/web";
const empty: Fingerprint = { source: {}, state: {}, tools: {}, plan: {} };

const state = (...resources: Resource[]) => stateParts({ deployment: { resources, pending_operations: [] } });
const web: Resource = {
  ...{ urn: container, type: "docker:index/container:Container", id: "abc" },
  ...{ inputs: { image: "nginx:1.26" }, outputs: { image: "nginx:1.26", envs: asSecret(["A=1"]) } },
};

test("the state's fingerprint changes with ids, inputs, outputs and secrets, and with nothing else", () => {
  const before = state(web);
  expect(state({ ...web, ...{ created: "2026-01-01", modified: "2026-02-02" }, dependencies: [] })).toEqual(
    before,
  );
  const changed = [
    { ...web, id: "abd" },
    { ...web, inputs: { image: "nginx:1.27" } },
    { ...web, outputs: { ...web.outputs, envs: asSecret(["A=2"]) } },
  ];
  for (const each of changed) {
    expect(movedLines({ ...empty, state: before }, { ...empty, state: state(each) })).toEqual([
      "another state of container Local/web/web",
    ]);
  }
  expect(Object.keys(state(web, { ...web, id: "old", delete: true }))).toEqual([
    container,
    `${container} old`,
  ]);
});

const plan = (steps: string[], more: object): UpdatePlan =>
  ({
    resourcePlans: { [container]: { goal: { inputDiff: { adds: more } }, steps, seed: "random" } },
  }) as never;

test("a plan's fingerprint changes with its steps, and not with ciphertext or seeds", () => {
  const before = { ...empty, plan: planParts(plan(["same"], {})) };
  const lines = (steps: string[], more: object = {}) =>
    movedLines(before, { ...empty, plan: planParts(plan(steps, more)) });
  expect(lines(["same"])).toEqual([]);
  expect(lines(["create-replacement", "replace"])).toEqual([
    "a plan to replace container Local/web/web, not to keep it",
  ]);
  expect(lines(["same"], { image: "x" })).toEqual([
    "other values in the plan to keep container Local/web/web",
  ]);
  const secret = (ciphertext: string) => ({
    password: { "4dabf18193072939515e22adb298388d": "1b47", ciphertext },
  });
  expect(planParts(plan(["same"], secret("v1:a")))).toEqual(planParts(plan(["same"], secret("v1:b"))));
});

test("the order of dependencies does not count", () => {
  const depending = (...names: string[]) => {
    const dependencies = names.map((name) => `urn:pulumi:dev::smallboat::a:b/c:C::${name}`);
    const goal = { dependencies, propertyDependencies: { image: dependencies }, inputDiff: {} };
    return planParts({ resourcePlans: { [container]: { goal, steps: ["create"], seed: "" } } } as never);
  };
  expect(depending("network", "image")).toEqual(depending("image", "network"));
  expect(depending("network")).not.toEqual(depending("image", "network"));
  const command = (...words: string[]) => planParts(plan(["create"], { command: words }));
  expect(command("a", "b")).not.toEqual(command("b", "a"));
});

test("new and missing entries", () => {
  const full: Fingerprint = {
    ...{ source: { "stacks/a": "1" }, state: state(web), tools: {} },
    plan: planParts(plan(["create"], {})),
  };
  expect([movedLines(empty, full), movedLines(full, empty)]).toEqual([
    [
      "a new file stacks/a",
      "a new container Local/web/web in the state",
      "a plan to create container Local/web/web",
    ],
    [
      "no file stacks/a",
      "no container Local/web/web in the state",
      "no plan to create container Local/web/web",
    ],
  ]);
});

test("versions, and at most ten of a kind", () => {
  const many = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`stacks/${index + 10}`, "a"]));
  expect(
    movedLines({ ...empty, tools: { pulumi: "3.1.0" } }, { ...empty, tools: { pulumi: "3.2.0" } }),
  ).toEqual(["pulumi 3.2.0 in place of 3.1.0"]);
  const lines = movedLines(empty, { ...empty, source: many });
  expect([lines.length, lines[0], lines.at(-1)]).toEqual([11, "a new file stacks/10", "2 more"]);
});

test("the source's fingerprint changes with files that the program reads, and not with the salt or documents", () => {
  const root = mkdtempSync(join(tmpdir(), "smallboat-source-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write("Pulumi.dev.yaml", "encryptionsalt: v1:a\nconfig: {smallboat:strict: true}\n");
  write("stacks/Local/web/compose.yaml", "services: {}\n");
  const before = sourceParts(root, "dev");
  write("Pulumi.dev.yaml", "# A comment\nconfig:\n  smallboat:strict: true\nencryptionsalt: v1:b\n");
  write("docs/a.md", "text");
  write("lib/node_modules/a.js", "text");
  expect(sourceParts(root, "dev")).toEqual(before);
  write("Pulumi.dev.yaml", "config: {smallboat:strict: false}\n");
  write("stacks/Local/web/compose.yaml", "services: {a: {}}\n");
  write("lib/a.ts", "export {}\n");
  expect(movedLines({ ...empty, source: before }, { ...empty, source: sourceParts(root, "dev") })).toEqual([
    "another text of Pulumi.dev.yaml",
    "another text of stacks/Local/web/compose.yaml",
    "a new file lib/a.ts",
  ]);
});
