import { expect, test } from "vitest";
import type { NetworkPlan, StackPlan } from "../../../lib/compose/index.ts";
import { connect } from "../../../lib/docker/client.ts";
import type { EngineNetwork } from "../../../lib/docker/networks.ts";
import { sharedNetworkProblems } from "../../../lib/plan/shared-networks.ts";
import { problemLine } from "../../../lib/problems/index.ts";
import { containerPlan } from "../components/host-stack.ts";
import { observation, observed, snapshot } from "../support/engine-facts.ts";

const stack = (project: string, network: Partial<NetworkPlan>): StackPlan => ({
  project,
  networks: [
    {
      key: "n",
      external: false,
      fields: { name: "shared" },
      where: `${project}/compose.yaml:4:3`,
      ...network,
    },
  ],
  volumes: [],
  images: [],
  containers: [containerPlan(project)],
  notes: [],
});
const uses = stack("web", { external: true });
const seen = observation({
  containers: new Map([["web", observed({ networks: ["shared"] })]]),
  networks: new Map([["shared", { Labels: { "smallboat.stage": "dev" } } as unknown as EngineNetwork]]),
});
const nothing = observation();

/** What is said of stacks on an engine that has the network `shared` of the stage, with the container web on it. */
const lines = (plans: readonly StackPlan[], observed = seen) =>
  sharedNetworkProblems({
    engine: connect("unix:///nonexistent/docker.sock"),
    host: "far",
    owner: { stage: "dev" },
    snapshot: snapshot(),
    observed,
    plans,
  }).map(problemLine);

test("a network that no stack declares any more is reported where it is used, and a foreign network is accepted", () => {
  expect(lines([uses])).toEqual([
    "web/compose.yaml:4:3: expected the external network shared on far to stay, " +
      "found no stack that declares it any more; declare it in one of the stacks, or remove it here too",
  ]);
  expect(lines([uses], nothing)).toEqual([]);
});

test("a replaced network is reported for each stack that uses it", () => {
  const replaced = [uses, stack("own", { live: "other" })];
  expect(lines(replaced)).toEqual([
    "web/compose.yaml:4:3: expected the external network shared on far to stay, found it replaced by that of " +
      'own/compose.yaml:4:3; remove it here and run "make up", then add it again',
  ]);
  expect(lines(replaced, nothing)).toEqual([]);
  expect(lines([uses, stack("own", { live: "declared" })])).toEqual([]);
});
