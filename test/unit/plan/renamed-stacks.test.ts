import { expect, test } from "vitest";
import { formerIds, isRenamed } from "../../../lib/plan/renamed-stacks.ts";
import type { Resource } from "../../../lib/state/index.ts";
import { observation, observed } from "../support/engine-facts.ts";
import { loaded } from "./stage.ts";

const compose = "name: shop\nservices:\n  web: { image: nginx:1.26 }\n";
const stackIn = (folder: string) => {
  const [stack] = loaded({ [`stacks/${folder}/compose.yaml`]: compose }).stacks;
  if (!stack) throw new Error("a stack");
  return stack;
};
const livingOf = (stack: string) =>
  observation({ containers: new Map([["shop-web-1", observed({ labels: { "smallboat.stack": stack } })]]) });

test("a living container says whether its stack's folder was renamed", () => {
  expect(isRenamed(stackIn("Local/new"), livingOf("Local/old"))).toBe(true);
  expect(isRenamed(stackIn("Local/old"), livingOf("Local/old"))).toBe(false);
  expect(isRenamed(stackIn("Local/new"), observation())).toBe(false);
});

const urn = (type: string, name: string) => `urn:pulumi:dev::smallboat::${type}::${name}`;
const resource = (type: string, name: string, parent?: string, project?: string): Resource => ({
  urn: urn(type, name),
  type,
  custom: true,
  ...(parent && { parent }),
  ...(project && { outputs: { labels: [{ label: "com.docker.compose.project", value: project }] } }),
});

/** What the state records of a stack of some project on a host. */
function stack(id: string, project: string): Resource[] {
  const [host = ""] = id.split("/");
  const top = resource("smallboat:index:HostStack", id, urn("smallboat:index:Host", host));
  return [
    top,
    resource("docker:index/network:Network", `${id}/default`, top.urn, project),
    resource("docker:index/container:Container", `${id}/web`, top.urn, project),
  ];
}

test("the state says what a folder was called before, by the project and on the same host", () => {
  const resources = [
    resource("smallboat:index:Host", "Local"),
    resource("smallboat:index:Host", "far"),
    ...stack("Local/old", "shop"),
    ...stack("Local/other", "other"),
    ...stack("far/old", "shop"),
  ];
  const former = (folder: string, ...taken: string[]) =>
    formerIds(stackIn(folder), { resources, pending_operations: [] }, new Set([folder, ...taken]));
  expect(former("Local/new", "Local/other")).toEqual(["Local/old"]);
  expect(former("Local/old", "Local/other")).toEqual([]);
  expect(former("far/new", "far/old")).toEqual([]);
});
