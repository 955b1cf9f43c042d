import { randomUUID } from "node:crypto";
import { connect, EngineError } from "../engine/client.ts";
import { observe } from "../engine/observe.ts";
import { incarnationOf, type Owner } from "../engine/ownership.ts";
import type { State } from "../lib/state/index.ts";
import type { Settings } from "../settings/index.ts";
import { sought } from "./adopted.ts";
import { withIncarnations } from "./incarnations.ts";
import type { EngineView } from "./leaving.ts";
import type { PlacedStack } from "./stacks.ts";
import { type StageVolumes, stageVolumes } from "./stage-volumes.ts";

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
    const observed = await observe(engine, owner, sought(stacks)).catch((error: unknown) => {
      if (stacks.length > 0 || !(error instanceof EngineError)) throw error;
    });
    return observed ? [{ engine, host, stacks, observed }] : [];
  });
  const observations = (await Promise.all(looks)).flat();
  const volumes = await stageVolumes(settings, observations, state);
  const found = observations.map(({ engine, host, stacks, observed }) => {
    const plans = new Map(
      stacks.map((stack) => [stack.id, withIncarnations(volumes.planOf(stack), observed, fresh)]),
    );
    return { view: { engine, host, owner, observed, plans: [...plans.values()] }, plans };
  });
  const marked = new Map(found.flatMap(({ plans }) => [...plans]));
  return {
    alive: (stack) => ({ ...stack, plan: marked.get(stack.id) ?? stack.plan }),
    views: found.map(({ view }) => view),
    volumes,
  };
}
