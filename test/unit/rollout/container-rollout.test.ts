import { expect, test } from "vitest";
import type { ContainerPlan, StackPlan } from "../../../lib/compose/index.ts";
import { replicaBefore, rolloutOf } from "../../../lib/rollout/container-rollout.ts";
import { containerPlan } from "../components/host-stack.ts";

const dependency = { condition: "service_started", required: true } as const;
const stack = (...containers: ContainerPlan[]): StackPlan => ({
  project: "s",
  networks: [],
  volumes: [],
  images: [],
  containers,
  notes: [],
});

test("a container is replaced together with all that use its namespaces or volumes, directly or not", () => {
  const vpn = containerPlan("vpn", { fields: { destroyGraceSeconds: 7 } as never });
  const plan = stack(
    vpn,
    containerPlan("client", { shares: [{ field: "networkMode", service: "vpn" }] }),
    containerPlan("backup", { volumesFrom: [{ service: "client", readOnly: true }] }),
    containerPlan("web", { dependsOn: [{ ...dependency, service: "vpn", restart: true }] }),
    containerPlan("other", { dependsOn: [{ ...dependency, service: "vpn", restart: false }] }),
    containerPlan("late", { dependsOn: [{ ...dependency, service: "web", restart: false }] }),
  );
  expect(rolloutOf(plan, vpn, { secrets: ["hidden"] })).toEqual({
    name: "vpn",
    mustBeHealthy: false,
    seconds: undefined,
    graceSeconds: 7,
    attached: ["client", "backup"],
    dependents: ["web", "other", "late"],
    restarts: ["web"],
    restart: "no",
    ports: [],
    isJob: false,
    secrets: ["hidden"],
  });
});

test.each<[string, Partial<ContainerPlan>, number | undefined, boolean]>([
  ["that nobody waits for", {}, undefined, false],
  ["that a dependent waits for", { healthAwaited: true }, undefined, true],
  ["of a server", {}, 30, true],
])("whether a container must be healthy: one %s", (_, facts, ready, mustBeHealthy) => {
  const web = containerPlan("web", facts);
  expect(rolloutOf(stack(web), web, { ready })).toMatchObject({ mustBeHealthy, seconds: ready });
});

test("a replica that replaces another waits for the one before it, a new one does not", () => {
  const named = (name: string, number: number, facts: Partial<ContainerPlan> = {}) =>
    containerPlan("api", { number, fields: { name } as never, ...facts });
  const live = { live: {} };
  const replicas = [named("api-1", 1, live), named("api-2", 2, live), named("api-3", 3)];
  const plan = stack(containerPlan("db", live), ...replicas);
  expect(plan.containers.map((each) => replicaBefore(plan, each))).toEqual([
    undefined,
    undefined,
    "api-1",
    undefined,
  ]);
});
