import { composeKey } from "../changes/index.ts";
import { inputDifferences, livingDifferences } from "../comparison/index.ts";
import type { Container } from "../docker/containers.ts";
import type { InspectedContainer } from "../docker/inspected-container.ts";
import { isOurs, type Owner } from "../docker/ownership.ts";
import { restorationText } from "../docker/restored-label.ts";
import { holdsSecret } from "../state/index.ts";
import { containerFacts } from "./container-facts.ts";
import { lifeOf } from "./container-life.ts";
import type { EndedWithEngine } from "./engine-start.ts";
import { finding, foreign, restoration } from "./finding.ts";
import type { LookAnswer } from "./look-answer.ts";
import type { Finding, Thing } from "./model.ts";
import type { RecordedThing } from "./recorded-things.ts";
import { type Judged, thingOf } from "./thing.ts";
import { changedFiles } from "./uploaded-files.ts";

export interface HostContext {
  readonly answer: LookAnswer;
  readonly owner: Owner;
  readonly endedWithEngine: EndedWithEngine;
}

/** Compares a recorded container with the one that has its id, or else its name. */
export function judgeContainer(recorded: RecordedThing, context: HostContext): Judged {
  const { snapshot } = context.answer;
  const own = snapshot.containers.find(({ id }) => id === recorded.resource.id);
  const namesake = snapshot.containers.find(({ name }) => name === recorded.inputs.name);
  const listed = own ?? namesake;
  const inspected = listed && snapshot.inspected.get(listed.id);
  if (!inspected) return gone(recorded);
  const { health, state, change } = lifeOf(recorded.inputs, listed, inspected, context.endedWithEngine);
  const findings = [
    ...(change ? [finding(recorded, { field: "state", ...change })] : []),
    ...identity(recorded, listed, inspected, context, own !== undefined),
  ];
  const facts = { health, ...(state !== undefined && { state }) };
  return {
    thing: {
      ...thingOf(recorded, findings),
      ...facts,
      container: containerFacts(inspected, listed.ports, snapshot.images ?? []),
    },
    findings,
  };
}

/** A job that came to a good end is not missed: others waited for its end, and `docker system prune` removes it. */
function gone(recorded: RecordedThing): Judged {
  if (recorded.inputs.mustRun === false) {
    const thing: Thing = { ...thingOf(recorded, []), health: "healthy", state: "ended and removed" };
    return { thing, findings: [] };
  }
  const findings = [finding(recorded, { field: "existence", text: "container removed" })];
  return { thing: { ...thingOf(recorded, findings), health: "missing" }, findings };
}

/** What a container differs in, beside its life. */
function identity(
  recorded: RecordedThing,
  listed: Container,
  inspected: InspectedContainer,
  { answer, owner }: HostContext,
  isOwn: boolean,
): Finding[] {
  const text = isOurs(listed.labels, owner) ? restorationText(listed.labels) : undefined;
  if (text !== undefined) return [restoration(recorded, text)];
  if (!isOwn) return [replaced(recorded, inspected, owner)];
  const { resource, inputs, outputs, lateLimits } = recorded;
  const name = String(inputs.name);
  const changes = livingDifferences({ inputs, outputs, lateLimits }, inspected);
  return [
    ...(listed.name === name
      ? []
      : [finding(recorded, { field: "name", text: `container renamed to ${listed.name}` })]),
    ...changes.map(({ field, input = "", was, is }) => {
      const isHidden = was === undefined || is === undefined || holdsSecret(resource.inputs?.[input]);
      const values = isHidden ? "" : ` ${was} -> ${is}`;
      return finding(recorded, { field, text: `${field} changed${values}` });
    }),
    ...changedFiles(inputs, inspected, answer.files.get(listed.id)).map((change) =>
      finding(recorded, change),
    ),
  ];
}

/** Compares stated inputs only: what a container has besides may come from its image. */
function replaced(recorded: RecordedThing, container: InspectedContainer, owner: Owner): Finding {
  const { uploads = [], platform = "" } = recorded.inputs as { uploads?: never[]; platform?: string };
  const stated = inputDifferences(recorded.inputs, {
    container,
    bare: container,
    platform,
    files: new Map(),
  });
  const own = new Set(["mustRun", ...(uploads.length > 0 ? ["uploads"] : [])]);
  const keys = stated.flatMap(({ input }) => (own.has(input) ? [] : [composeKey(input)]));
  const names = [...new Set(keys)].sort().join(", ");
  const differing = names === "" ? "" : `, with other ${names}`;
  const text = `container replaced by another${differing}`;
  const isRemovable = isOurs(container.Config.Labels, owner);
  return finding(recorded, {
    field: "existence",
    text,
    ...(isRemovable ? {} : foreign("rm --force", recorded)),
  });
}
