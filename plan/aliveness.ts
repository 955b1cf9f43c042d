import { randomUUID } from "node:crypto";
import { connect, EngineError } from "../engine/client.ts";
import { observe } from "../engine/observe.ts";
import { incarnationOf, type Owner } from "../engine/ownership.ts";
import type { Settings } from "../settings/index.ts";
import { sought } from "./adopted.ts";
import { withIncarnations } from "./incarnations.ts";
import type { EngineView } from "./leaving.ts";
import type { PlacedStack } from "./stacks.ts";

/** What a look at all engines has shown. */
export interface Aliveness {
  /** Marks a stack's resources with their incarnations. */
  readonly alive: <Stack extends PlacedStack>(stack: Stack) => Stack;
  readonly views: readonly EngineView[];
}

/**
 * Looks once at each engine, though hosts may share one.
 * @param answering hosts; one without stacks may refuse an answer
 */
export async function aliveness(
  { hosts }: Settings,
  placed: readonly PlacedStack[],
  answering: readonly string[],
  owner: Owner,
): Promise<Aliveness> {
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
    if (!observed) return [];
    const plans = new Map(stacks.map(({ id, plan }) => [id, withIncarnations(plan, observed, fresh)]));
    return [{ view: { engine, host, owner, observed, plans: [...plans.values()] }, plans }];
  });
  const found = (await Promise.all(looks)).flat();
  const marked = new Map(found.flatMap(({ plans }) => [...plans]));
  return {
    alive: (stack) => ({ ...stack, plan: marked.get(stack.id) ?? stack.plan }),
    views: found.map(({ view }) => view),
  };
}
