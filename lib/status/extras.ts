import type { EngineSnapshot } from "../docker/engine-snapshot.ts";
import {
  composeProjectLabel,
  incarnationLabel,
  keeperLabel,
  type Labels,
  stackLabel,
  stageLabel,
} from "../docker/labels.ts";
import { isOfNamesake, isOurs, type Owner } from "../docker/ownership.ts";
import { restorationText } from "../docker/restored-label.ts";
import { labelsIn } from "../state/index.ts";
import { finding, restoration } from "./finding.ts";
import type { Extra, Finding } from "./model.ts";
import type { RecordedThing } from "./recorded-things.ts";

/** The contents of one engine, and what the state records of it. Several hosts may share an engine. */
export interface Holding {
  readonly snapshot: EngineSnapshot;
  /** Recorded things on this engine. */
  readonly recorded: readonly RecordedThing[];
  /** Ids of everything in the state, also of what waits for its deletion. Several addresses may lead to one engine. */
  readonly ids: ReadonlySet<string>;
  readonly owner: Owner;
  /** The first host that has this engine. */
  readonly host: string;
}

/** Containers, networks and volumes of the stage or of its compose projects that the state does not record. */
export function extras(holding: Holding): Finding[] {
  const { snapshot, recorded, ids } = holding;
  const names = (kind: string) =>
    new Set(recorded.flatMap((each) => (each.kind === kind ? [String(each.inputs.name)] : [])));
  const [containers, networks, volumes] = [names("container"), names("network"), names("volume")];
  const extra = extraIn(holding);
  return [
    ...snapshot.containers
      .filter(({ id, name }) => !ids.has(id) && !containers.has(name))
      .flatMap(({ id, name, labels, state }) => extra({ kind: "container", name, id }, labels, state)),
    ...snapshot.networks
      .filter(({ Id, Name }) => !ids.has(Id) && !networks.has(Name))
      .flatMap(({ Id: id, Name: name, Labels }) => extra({ kind: "network", name, id }, Labels)),
    ...snapshot.volumes
      .filter(({ Name }) => !volumes.has(Name))
      .flatMap(({ Name: name, Labels }) => extra({ kind: "volume", name }, Labels ?? {})),
  ];
}

function extraIn({ recorded, owner, host }: Holding) {
  const stacks = new Map(
    recorded.flatMap((each) => {
      const project = labelsIn(each.inputs)[composeProjectLabel];
      return project === undefined ? [] : [[project, each] as const];
    }),
  );
  return (extra: Extra, labels: Labels, state?: string): Finding[] => {
    const { kind, name } = extra;
    const stack = stacks.get(labels[composeProjectLabel] ?? "");
    const isOfStage = labels[stageLabel] === owner.stage && isOurs(labels, owner);
    const isOfOthers = labels[stageLabel] !== undefined && !isOfStage;
    if (isOfOthers || isOfNamesake(labels, owner) || (!isOfStage && !stack)) return [];
    // A keeper holds the volumes of a container, and the next run takes them from it.
    if (labels[keeperLabel] !== undefined) return [];
    // Runs leave volumes when their stack goes, and say so.
    if (kind === "volume" && isOfStage && labels[incarnationLabel] !== undefined) return [];
    const place = labels[stackLabel] ?? stack?.place ?? host;
    const where = { place, host: stack?.host ?? host };
    const back = restorationText(labels);
    if (back !== undefined) {
      const address = `${place} ${labels["com.docker.compose.service"] ?? `container ${name}`}`;
      return [restoration({ address, ...where }, back)];
    }
    const text = state === undefined ? "not declared" : `not declared, ${state}`;
    const subject = { address: `${place} extra ${kind} ${name}`, ...where };
    return [finding(subject, { field: "existence", text, remedy: "prune", extra })];
  };
}
