import { randomUUID } from "node:crypto";
import { providerAddress } from "../docker/address.ts";
import { observationOf } from "../docker/observation.ts";
import { incarnationOf, type Owner } from "../docker/ownership.ts";
import type { Settings } from "../settings/index.ts";
import { recordedHosts, type State } from "../state/index.ts";
import { observationScope } from "./adopted-stacks.ts";
import type { AnsweredLook } from "./engine-look.ts";
import type { EngineView } from "./engine-view.ts";
import { type ChosenRenewals, withIncarnations } from "./incarnations.ts";
import { withTagsInUse } from "./locked-images.ts";
import { formerPlaces, isRenamed } from "./renamed-stacks.ts";
import type { PlacedStack } from "./stacks.ts";
import { type ObservedEngine, type StageVolumes, stageVolumes } from "./stage-volumes.ts";

/** The result of a comparison of a stage with its engines. */
export interface EngineComparison {
  /** A stack whose resources carry their incarnations. */
  readonly withComparison: <Stack extends PlacedStack>(stack: Stack) => Stack;
  readonly views: readonly EngineView[];
  readonly volumes: StageVolumes;
}

/** Compares what a stage declares with what its engines hold. */
export async function compareWithEngines(
  settings: Settings,
  looks: readonly AnsweredLook[],
  owner: Owner,
  state: () => Promise<State>,
): Promise<EngineComparison> {
  const fresh = incarnationOf(owner, settings.incarnation === "auto" ? randomUUID() : settings.incarnation);
  const observations = looks.map((look) => ({
    ...look,
    observed: observationOf(look.answer, owner, observationScope(look.stacks)),
  }));
  const engines = await withFormerPlaces(observations, state);
  const volumes = await stageVolumes(settings, engines, state);
  const found = engines.map(({ engine, hosts: [host], stacks, answer, observed }) => {
    const marked = stacks.map((stack) => {
      const plan = withIncarnations(volumes.planOf(stack), observed, fresh, chosenOf(settings, stack));
      return withTagsInUse({ ...stack, plan }, observed, answer.images ?? []);
    });
    const plans = marked.map(({ plan }) => plan);
    return { marked, view: { engine, host, owner, snapshot: answer, observed, plans } };
  });
  const byId = new Map(found.flatMap(({ marked }) => marked.map((stack) => [stack.id, stack])));
  return {
    withComparison: (stack) => ({ ...stack, ...byId.get(stack.id) }),
    views: found.map(({ view }) => view),
    volumes,
  };
}

/** With `smallboat:renew` a run makes only what it names anew. */
function chosenOf({ renew }: Settings, { id }: PlacedStack): ChosenRenewals {
  if (renew.length === 0) return () => undefined;
  const names = new Set(renew);
  return (kind, name) => (names.has(`${kind} ${id}/${name}`) ? "renew" : "keep");
}

/** Adds the former places to stacks whose folder was renamed or moved. The state is read only if there are any. */
async function withFormerPlaces(
  looks: readonly ObservedEngine[],
  state: () => Promise<State>,
): Promise<ObservedEngine[]> {
  const renamed = new Set(
    looks.flatMap(({ stacks, observed }) => stacks.filter((stack) => isRenamed(stack, observed))),
  );
  if (renamed.size === 0) return [...looks];
  const { deployment } = await state();
  const taken = new Set(looks.flatMap(({ stacks }) => stacks.map(({ id }) => id)));
  return looks.map((look) => {
    const address = providerAddress(look.engine.address);
    const hosts = recordedHosts(deployment).filter((host) => host.address === address);
    const known = (stack: PlacedStack): PlacedStack =>
      renamed.has(stack) ? { ...stack, formerPlaces: formerPlaces(stack, deployment, hosts, taken) } : stack;
    return { ...look, stacks: look.stacks.map(known) };
  });
}
