import { randomUUID } from "node:crypto";
import { checkStacks } from "../compose/index.ts";
import { connect } from "../engine/client.ts";
import { observe } from "../engine/observe.ts";
import { preflight } from "../engine/preflight.ts";
import { type Problem, refuse } from "../problems/index.ts";
import type { Settings } from "../settings/index.ts";
import { withIncarnations } from "./incarnations.ts";
import { type PypiPlan, planPypi } from "./pypi.ts";
import { planRegistry, type RegistryPlan } from "./registry.ts";
import { loadStacks, type PlacedStack } from "./stacks.ts";
import { targets } from "./targets.ts";

export { type PypiPlan, pypiHtpasswd } from "./pypi.ts";
export { type RegistryPlan, type RegistryServer, registryFiles } from "./registry.ts";
export type { Server } from "./server.ts";
export type { PlacedStack } from "./stacks.ts";

/** Everything a stage puts on its engines. */
export interface StagePlan {
  readonly registry: RegistryPlan | undefined;
  readonly pypi: PypiPlan | undefined;
  readonly stacks: readonly PlacedStack[];
}

/**
 * Plans a stage from its settings and the stack folders below `root`, and looks once at every engine.
 *
 * @throws ProblemError with every fault at once, before anything is declared.
 */
export async function planStage(settings: Settings, root: string): Promise<StagePlan> {
  const problems: Problem[] = [];
  const registry = planRegistry(settings);
  const pypi = planPypi(settings);
  const stacks = loadStacks(settings, registry, root, problems);
  const placed = [registry?.server, pypi?.server, ...stacks].filter((stack) => stack !== undefined);
  const engineOf = (host: string) => settings.hosts[host]?.engine ?? "";
  problems.push(
    ...checkStacks(placed.map(({ label, host, plan }) => ({ label, engine: engineOf(host), plan }))),
    ...(await preflight(targets(settings, placed))),
  );
  refuse(problems);
  const alive = await aliveness(settings, placed);
  return {
    registry: registry && { ...registry, server: registry.server && alive(registry.server) },
    pypi: pypi && { ...pypi, server: pypi.server && alive(pypi.server) },
    stacks: stacks.map(alive),
  };
}

/**
 * Looks once at each engine that stacks are placed on, though hosts may share one.
 * @returns what marks a stack's resources with their incarnations
 */
async function aliveness({ hosts, stage }: Settings, placed: readonly PlacedStack[]) {
  const fresh = randomUUID();
  const engineOf = (host: string) => hosts[host]?.engine ?? "";
  const certPaths = new Map(placed.map(({ host }) => [engineOf(host), hosts[host]?.certPath]));
  const looks = [...certPaths].map(
    async ([engine, certPath]) => [engine, await observe(connect(engine, { certPath }), stage)] as const,
  );
  const observations = new Map(await Promise.all(looks));
  return <Stack extends PlacedStack>(stack: Stack): Stack => {
    const live = observations.get(engineOf(stack.host));
    return live ? { ...stack, plan: withIncarnations(stack.plan, live, fresh) } : stack;
  };
}
