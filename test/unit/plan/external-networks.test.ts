import { expect, test } from "vitest";
import { connect } from "../../../lib/docker/client.ts";
import type { EngineInfo } from "../../../lib/docker/engine-info.ts";
import type { EngineNetwork } from "../../../lib/docker/networks.ts";
import { missingNetworkProblems } from "../../../lib/plan/external-networks.ts";
import { problemLine } from "../../../lib/problems/index.ts";
import { snapshot } from "../support/engine-facts.ts";
import { loaded, settings } from "./stage.ts";

const networks = ["bridge", "host", "none", "proxy"].map(
  (Name) => ({ Name, Id: `id of ${Name}` }) as EngineNetwork,
);
const files = {
  "stacks/far/app/compose.yaml":
    "services:\n  a: { image: x, networks: [proxy, back, gone] }\n  b: { image: x, network_mode: host }\n" +
    "  c: { image: x, network_mode: elsewhere }\n" +
    "networks:\n  proxy: { external: true, name: id of proxy }\n  back: { external: true, name: shared }\n  gone: { external: true, name: proxi }\n",
  "stacks/far/back/compose.yaml":
    "services:\n  a: { image: x, networks: [n] }\nnetworks:\n  n: { name: shared }\n",
};
const checked = settings();
const plans = loaded(files, checked).stacks.map(({ plan }) => plan);

/** What is said where the engine is this of a swarm. */
function lines(LocalNodeState: string): string[] {
  const info = { Swarm: { LocalNodeState } } as EngineInfo;
  const engine = connect("ssh://deploy@10.0.0.60:2222");
  const view = { engine, host: "far", plans, snapshot: snapshot({ networks, info }) };
  return missingNetworkProblems(checked, view).map(problemLine);
}

test("a missing network is reported before anything is created, with its position", () => {
  const remedy =
    "found none of that name; correct its name, or make it with: docker --host ssh://deploy@10.0.0.60:2222";
  expect(lines("inactive")).toEqual([
    `stacks/far/app/compose.yaml:8:27: expected the network proxi on far, because no stack declares it, ${remedy} network create proxi`,
    `stacks/far/app/compose.yaml:4:3: expected the network elsewhere on far, because no stack declares it, ${remedy} network create elsewhere`,
  ]);
});

test("a member of a swarm may get it from the swarm", () => {
  expect(lines("active")).toEqual([]);
});
