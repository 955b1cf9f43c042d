import { type EngineEvent, engineKind, nameOf, type StepMetadata, typeOf, types } from "../state/index.ts";
import { aligned } from "./columns.ts";
import { gitlabIdentity, isGitLab } from "./gitlab-identity.ts";

type State = "under way" | "done" | "failed";

interface Thing {
  readonly name: string;
  readonly action: string;
  readonly state: State;
}

/** What a run has done so far, for people who watch it: a line for each stack, project and host. */
export class Progress {
  readonly #parents = new Map<string, string>();
  readonly #things = new Map<string, Map<string, Thing>>();

  /** @returns what the program said with it, to be shown at once */
  note({ diagnosticEvent, resourcePreEvent, resOutputsEvent, resOpFailedEvent }: EngineEvent): string[] {
    if (resourcePreEvent) this.#begin(resourcePreEvent.metadata);
    if (resOutputsEvent) this.#end(resOutputsEvent.metadata, "done");
    if (resOpFailedEvent) this.#end(resOpFailedEvent.metadata, "failed");
    const { severity, message = "", ephemeral = false } = diagnosticEvent ?? {};
    const isSaid = (severity === "warning" || severity === "error") && !ephemeral;
    return isSaid ? [`${severity}: ${message.replace(/<\{%[^%]*%\}>/g, "").trim()}`] : [];
  }

  /** Those under way stand last, where they are seen. */
  lines(): string[] {
    const rows = [...this.#things].map(([place, things]) => ({ place, things: [...things.values()] }));
    const isBusy = ({ things }: { things: Thing[] }) => things.some(({ state }) => state === "under way");
    const sorted = [...rows.filter((row) => !isBusy(row)), ...rows.filter(isBusy)];
    return aligned(sorted.map(({ place, things }) => [place, things.map(thingText).join(", ")]));
  }

  #begin({ op, urn, type, old, new: state }: StepMetadata): void {
    const resource = state ?? old;
    this.#parents.set(urn, resource?.parent ?? "");
    const action = verbs[op];
    if (!action || !resource?.custom || type.startsWith("pulumi:")) return;
    const place = this.#placeOf(urn);
    const things = this.#things.get(place) ?? new Map<string, Thing>();
    this.#things.set(place, things);
    things.set(urn, { name: thingName(urn, type, resource.inputs ?? {}), action, state: "under way" });
  }

  #end({ op, urn }: StepMetadata, state: State): void {
    const things = this.#things.get(this.#placeOf(urn));
    const thing = things?.get(urn);
    // Between its deletion and its creation something is still being replaced.
    if (thing && !(op === "delete-replaced" && state === "done")) things?.set(urn, { ...thing, state });
  }

  #placeOf(urn: string): string {
    const type = typeOf(urn);
    const name = nameOf(urn);
    if (type === types.hostStack || type === types.host) return name;
    if (/^smallboat:index:(GitLabProject|ProjectContent)$/.test(type)) return `gitlab ${name}`;
    const parent = this.#parents.get(urn);
    return parent ? this.#placeOf(parent) : "stage";
  }
}

const verbs: Readonly<Record<string, string>> = {
  create: "create",
  update: "update",
  delete: "delete",
  "create-replacement": "replace",
  "delete-replaced": "replace",
};

/** True for the event with which a run begins to read a resource from its provider into the state. */
export function isReading({ resourcePreEvent }: EngineEvent): boolean {
  return resourcePreEvent?.metadata.op === "refresh";
}

/** True for the event with which a run begins to change a resource. */
export function beginsChange({ resourcePreEvent }: EngineEvent): boolean {
  return resourcePreEvent !== undefined && Object.hasOwn(verbs, resourcePreEvent.metadata.op);
}

const words: Readonly<Record<string, Readonly<Record<State, string>>>> = {
  create: { "under way": "is being created", done: "created", failed: "not created" },
  update: { "under way": "is being updated", done: "updated", failed: "not updated" },
  delete: { "under way": "is being deleted", done: "deleted", failed: "not deleted" },
  replace: { "under way": "is being replaced", done: "replaced", failed: "not replaced" },
};

function thingText({ name, action, state }: Thing): string {
  return `${name} ${words[action]?.[state] ?? state}`;
}

function thingName(urn: string, type: string, inputs: Readonly<Record<string, unknown>>): string {
  const name = nameOf(urn);
  const own = name.slice(name.lastIndexOf("/") + 1);
  if (type === types.container) return own;
  const known = isGitLab(type) ? gitlabIdentity(type, inputs) : undefined;
  if (known) return `${known.kind} ${known.name}`;
  return `${engineKind(type)} ${own}`;
}
