import { expect, test } from "vitest";
import { hostTree, recordedHosts, resourcesByName, resourcesOn, types } from "../../../lib/state/index.ts";
import { command, far, farWeb, going, provider, server, stack, state, urn, volume } from "./sample.ts";

const { deployment } = state;

test("the hosts in a state, and the resources on their engines", () => {
  const hosts = recordedHosts(deployment);
  expect(hosts).toEqual([
    {
      name: "far",
      urn: far[0].urn,
      provider: urn(provider, "far"),
      address: "unix://.smallboat/ssh/far.sock",
    },
    {
      name: "near",
      urn: urn("smallboat:index:Host", "near"),
      provider: urn(provider, "near"),
      address: "tcp://near:2376",
      certPath: "/certs",
    },
  ]);
  expect(resourcesOn(hosts.slice(0, 1), deployment)).toEqual([volume, farWeb, going, server]);
  expect(hosts.map((host) => [...resourcesByName(host, deployment, types.container).keys()])).toEqual([
    ["web-app-1", "registry"],
    [],
  ]);
});

test("the resources below a host, without its provider and without resources that wait for deletion", () => {
  expect(hostTree(deployment, "far")).toEqual({ host: far[0], below: [stack, volume, farWeb, command] });
  expect(hostTree(deployment, "new")).toEqual({ host: undefined, below: [] });
});
