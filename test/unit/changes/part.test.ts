import { expect, test } from "vitest";
import { partOfStack } from "../../../lib/changes/index.ts";
import { type PreviewStep, type Resource, types } from "../../../lib/state/index.ts";

const urn = (type: string, name: string) => `urn:pulumi:prod::boat::${type}::${name}`;
const host = urn(types.host, "Local");
const docker = urn(types.dockerProvider, "Local");
const resource = (type: string, name: string, more: Partial<Resource> = {}): Resource => ({
  urn: urn(type, name),
  type,
  ...more,
});
const step = (op: string, state: Resource, before?: Resource): PreviewStep => ({
  op,
  urn: state.urn,
  oldState: op === "create" ? null : (before ?? state),
  newState: op === "delete" ? null : state,
});
const stack = (name: string) => resource(types.hostStack, name, { parent: host });
const on = { provider: `${docker}::1` };
const container = (place: string, image: string) =>
  resource(types.container, `${place}/app`, {
    ...on,
    parent: urn(types.hostStack, place),
    inputs: { image },
  });
const image = (name: string) =>
  resource(types.image, `Local/${name}`, { ...on, parent: host, inputs: { name } });

const steps = [
  step("same", resource(types.host, "Local")),
  step("same", resource(types.dockerProvider, "Local", { parent: host, custom: true })),
  step("same", stack("Local/web")),
  step("replace", container("Local/web", "app:1@sha256:b"), container("Local/web", "app:1@sha256:a")),
  step("create", image("app:1@sha256:b")),
  step("delete", image("app:1@sha256:a")),
  step("same", stack("Local/other")),
  step("update", container("Local/other", "other:1")),
  step("create", image("other:1")),
];
const nothing = { resources: [] };
const diagnostics = [
  { severity: "warning", message: "of the run" },
  { severity: "info", message: "of another", urn: urn(types.container, "Local/other/app") },
] as const;

test("the part of a stack is its own steps, and the images that its containers run or ran", () => {
  const part = partOfStack({ steps, diagnostics }, "Local/web", nothing);
  expect(part?.targets).toEqual([
    urn(types.hostStack, "Local/web"),
    urn(types.container, "Local/web/app"),
    urn(types.image, "Local/app:1@sha256:b"),
    urn(types.image, "Local/app:1@sha256:a"),
  ]);
  expect(part?.report.steps).toEqual(steps.slice(0, 6));
  expect(part?.report.diagnostics).toEqual(diagnostics.slice(0, 1));
});

test("a left-over of a failed run is deleted with the next change", () => {
  const built = { ...image("web:1"), parent: urn(types.hostStack, "Local/web") };
  const all = [...steps, step("same", built)];
  const others = { ...image("other:1"), parent: urn(types.hostStack, "Local/other"), delete: true };
  const resources = [built, { ...built, delete: true }, others];
  const targets = (steps: readonly PreviewStep[]) =>
    partOfStack({ steps, diagnostics }, "Local/web", { resources })?.targets;
  expect(targets(all)?.at(-1)).toBe(built.urn);
  expect(targets(all)).not.toContain(others.urn);
  expect(targets([...steps.slice(0, 3), step("same", built)])).toEqual([]);
});

test("without a change there is no target, and without a stack no part", () => {
  const same = steps.slice(0, 3);
  expect(partOfStack({ steps: same, diagnostics: [] }, "Local/web", nothing)?.targets).toEqual([]);
  expect(partOfStack({ steps, diagnostics: [] }, "Local/wbe", nothing)).toBeUndefined();
});
