import { randomUUID } from "node:crypto";
import { connect, EngineError } from "../docker/client.ts";
import { observe } from "../docker/observe.ts";
import { incarnationOf, type Owner } from "../docker/ownership.ts";
import type { Settings } from "../settings/index.ts";
import type { State } from "../state/index.ts";
import { observationScope } from "./adopted-stacks.ts";
import type { EngineView } from "./engine-view.ts";
import { withIncarnations } from "./incarnations.ts";
import { formerIds, isRenamed } from "./renamed-stacks.ts";
import type { PlacedStack } from "./stacks.ts";
import { type EngineLook, type StageVolumes, stageVolumes } from "./stage-volumes.ts";

/** What a look at all engines has shown. */
export interface Aliveness {
  /** Marks a stack's resources with their incarnations. */
  readonly alive: <Stack extends PlacedStack>(stack: Stack) => Stack;
  readonly views: readonly EngineView[];
  readonly volumes: StageVolumes;
}

/**
 * Looks once at each engine, though hosts may share one.
 * @param answering hosts; one without stacks may refuse an answer
 */
export async function aliveness(
  settings: Settings,
  placed: readonly PlacedStack[],
  answering: readonly string[],
  owner: Owner,
  state: () => Promise<State>,
): Promise<Aliveness> {
  const { hosts } = settings;
  const fresh = incarnationOf(owner, randomUUID());
  const engineOf = (host: string) => hosts[host]?.engine ?? "";
  const engines = [...new Set(answering.map(engineOf))];
  const looks = engines.map(async (address) => {
    const host = answering.find((each) => engineOf(each) === address) as string;
    const engine = connect(address, { certPath: hosts[host]?.certPath });
    const stacks = placed.filter((stack) => engineOf(stack.host) === address);
    const observed = await observe(engine, owner, observationScope(stacks)).catch((error: unknown) => {
      if (stacks.length > 0 || !(error instanceof EngineError)) throw error;
    });
    return observed ? [{ engine, host, stacks, observed }] : [];
  });
  const observations = await withFormerIds((await Promise.all(looks)).flat(), state);
  const volumes = await stageVolumes(settings, observations, state);
  const found = observations.map(({ engine, host, stacks, observed }) => {
    const plans = new Map(
      stacks.map((stack) => [stack.id, withIncarnations(volumes.planOf(stack), observed, fresh)]),
    );
    return { view: { engine, host, owner, observed, plans: [...plans.values()] }, plans };
  });
  const marked = new Map(found.flatMap(({ plans }) => [...plans]));
  const former = new Map(
    observations.flatMap(({ stacks }) => stacks.map(({ id, formerIds }) => [id, formerIds] as const)),
  );
  return {
    alive: (stack) => {
      const formerIds = former.get(stack.id);
      return { ...stack, plan: marked.get(stack.id) ?? stack.plan, ...(formerIds && { formerIds }) };
    },
    views: found.map(({ view }) => view),
    volumes,
  };
}

/** Stacks whose folder was renamed, with what it was called before. The state is read only if there are any. */
async function withFormerIds(
  looks: readonly EngineLook[],
  state: () => Promise<State>,
): Promise<EngineLook[]> {
  const renamed = new Set(
    looks.flatMap(({ stacks, observed }) => stacks.filter((stack) => isRenamed(stack, observed))),
  );
  if (renamed.size === 0) return [...looks];
  const { deployment } = await state();
  const taken = new Set(looks.flatMap(({ stacks }) => stacks.map(({ id }) => id)));
  const known = (stack: PlacedStack): PlacedStack =>
    renamed.has(stack) ? { ...stack, formerIds: formerIds(stack, deployment, taken) } : stack;
  return looks.map((look) => ({ ...look, stacks: look.stacks.map(known) }));
}
