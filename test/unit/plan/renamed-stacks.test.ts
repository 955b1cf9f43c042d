import { expect, test } from "vitest";
import { formerPlaces, isRenamed } from "../../../lib/plan/renamed-stacks.ts";
import { type Resource, recordedHosts } from "../../../lib/state/index.ts";
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

/** What the state records of a host. */
function host(name: string, engine: string): Resource[] {
  const top = resource("smallboat:index:Host", name);
  return [top, { ...resource("pulumi:providers:docker", name, top.urn), inputs: { host: engine } }];
}

test("the state tells where a folder was before, by its project and on the same engine", () => {
  const resources = [
    ...host("Local", "unix:///a.sock"),
    ...host("far", "tcp://far:2376"),
    ...stack("Local/old", "shop"),
    ...stack("Local/other", "other"),
    ...stack("far/old", "shop"),
  ];
  const deployment = { resources, pending_operations: [] };
  const former = (folder: string, engine: string, ...taken: string[]) => {
    const hosts = recordedHosts(deployment).filter(({ address }) => address === engine);
    return formerPlaces(stackIn(folder), deployment, hosts, new Set([folder, ...taken]));
  };
  const old = [{ id: "Local/old", host: urn("smallboat:index:Host", "Local") }];
  expect(former("Local/new", "unix:///a.sock", "Local/other")).toEqual(old);
  expect(former("far/new", "unix:///a.sock", "Local/other")).toEqual(old);
  expect(former("Local/old", "unix:///a.sock", "Local/other")).toEqual([]);
  expect(former("far/new", "tcp://far:2376", "far/old")).toEqual([]);
});
