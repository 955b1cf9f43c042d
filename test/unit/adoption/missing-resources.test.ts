import { expect, test } from "vitest";
import { adoptionLines, containersOf, projectOf } from "../../../lib/adoption/adoption-lines.ts";
import { missingResources, plannedResourcesOf } from "../../../lib/adoption/missing-resources.ts";
import type { PreviewStep, Resource } from "../../../lib/state/index.ts";

const urn = (type: string, name: string) => `urn:pulumi:dev::smallboat::${type}::${name}`;
const docker = (kind: string) => `docker:index/${kind}:${kind[0]?.toUpperCase()}${kind.slice(1)}`;

function step(op: string, type: string, name: string, facts: Partial<Resource> = {}): PreviewStep {
  return { op, urn: urn(type, name), newState: { urn: urn(type, name), type, custom: true, ...facts } };
}

const host = urn("smallboat:index:Host", "Local");
const stack = (name: string) => urn("smallboat:index:HostStack", name);
const provider = `${urn("pulumi:providers:docker", "Local")}::1`;
const image = urn(docker("remoteImage"), "Local/nginx");
const labels = [{ label: "com.docker.compose.project", value: "shop" }];
const below = (name: string) => ({ parent: stack(name), provider, dependencies: [image] });

const steps = [
  step("create", "smallboat:index:Host", "Local"),
  step("same", "pulumi:providers:docker", "Local", { parent: host }),
  step("create", docker("remoteImage"), "Local/nginx", { parent: host, provider }),
  step("create", docker("remoteImage"), "Local/other", { parent: host, provider }),
  step("create", "smallboat:index:HostStack", "Local/shop", { parent: host }),
  step("create", docker("network"), "Local/shop/default", { ...below("Local/shop"), inputs: { labels } }),
  step("create", docker("container"), "Local/shop/web", {
    ...below("Local/shop"),
    inputs: { name: "shop-web-1" },
  }),
  step("create", "smallboat:index:HostStack", "Local/shop-2", { parent: host }),
  step("create", docker("container"), "Local/shop-2/web", {
    ...below("Local/shop-2"),
    inputs: { name: "two" },
  }),
];
const names = (list: readonly { urn: string }[]) => list.map((each) => each.urn.split("::").at(-1));

test("the resources of a stack are its children", () => {
  expect(names(plannedResourcesOf({ steps }, "Local/shop"))).toEqual([
    "Local/shop/default",
    "Local/shop/web",
  ]);
  expect(plannedResourcesOf({ steps }, "Local/none")).toEqual([]);
  expect([projectOf({ steps }, "Local/shop"), containersOf({ steps }, "Local/shop")]).toEqual([
    "shop",
    ["shop-web-1"],
  ]);
});

test("the missing resources are those of the stack, the components above and the resources that they need, with the plan's inputs", () => {
  const web = urn(docker("container"), "Local/shop/web");
  const plan = { resourcePlans: { [web]: { goal: { inputDiff: { adds: { name: "planned" } } } } } };
  const found = missingResources({ steps }, plan, "Local/shop");
  expect(names(found)).toEqual([
    "Local",
    "Local/nginx",
    "Local/shop",
    "Local/shop/default",
    "Local/shop/web",
  ]);
  expect(found.at(-1)?.inputs).toEqual({ name: "planned" });
});

test("the state lacks the id of the stage too, and the provider that no preview shows", () => {
  const builtIn = urn("pulumi:providers:pulumi", "default");
  const first = step("create", "pulumi:index:Stash", "owner", { provider: `${builtIn}::1` });
  const found = missingResources({ steps: [first, ...steps] }, { resourcePlans: {} }, "Local/shop");
  expect(names(found).slice(0, 3)).toEqual(["default", "owner", "Local"]);
  expect(found[0]).toEqual({ urn: builtIn, type: "pulumi:providers:pulumi", custom: true, inputs: {} });
  const releases = step("create", "pulumi:index:Stash", "releases", { provider: `${builtIn}::1` });
  const both = missingResources({ steps: [first, releases, ...steps] }, { resourcePlans: {} }, "Local/shop");
  expect(names(both).slice(0, 4)).toEqual(["default", "owner", "releases", "Local"]);
  const known = { ...first, op: "same" };
  const later = missingResources({ steps: [known, releases, ...steps] }, { resourcePlans: {} }, "Local/shop");
  expect(names(later).slice(0, 2)).toEqual(["releases", "Local"]);
  expect(names(missingResources({ steps: [known, ...steps] }, { resourcePlans: {} }, "Local/shop"))[0]).toBe(
    "Local",
  );
});

test("each resource has a line, and a different one says what the next run does", () => {
  const at = (name: string, kind = "container") => ({ urn: urn(docker(kind), `Local/shop/${name}`) });
  const ops: [string, string, string, object?][] = [
    ["same", "container", "good"],
    ["replace", "container", "told", { "envs[0]": {}, labels: {} }],
    ["replace", "container", "limits", { "labels[3].value": {} }],
    ["update", "container", "seen", { restart: {} }],
    ["create", "container", "gone"],
    ["replace", "network", "default", { internal: {}, labels: {} }],
  ];
  const preview = {
    steps: [
      step("same", "smallboat:index:HostStack", "Local/shop"),
      ...ops.map(([op, kind, name, detailedDiff]) => ({
        ...step(op, docker(kind), `Local/shop/${name}`, { parent: stack("Local/shop") }),
        ...(detailedDiff && { detailedDiff: detailedDiff as Record<string, unknown> }),
      })),
    ],
  };
  const compared = new Map([[at("told").urn, [{ input: "envs", is: [] }]]]);
  expect(adoptionLines(preview, "Local/shop", compared)).toEqual([
    "Local/shop container good: adopted",
    "Local/shop container told: differs in envs, the next run replaces it",
    "Local/shop container limits: differs in limits or networks changed by hand, the next run replaces it",
    "Local/shop container seen: differs in restart, the next run changes it",
    "Local/shop container gone: missing, the next run creates it",
    "Local/shop network default: differs in internal, labels, the next run replaces it",
  ]);
});
