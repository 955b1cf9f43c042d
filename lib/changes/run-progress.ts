import { type EngineEvent, engineKind, nameOf, type StepMetadata, typeOf, types } from "../state/index.ts";
import { aligned } from "./columns.ts";
import { gitlabIdentity, isGitLab } from "./gitlab-identity.ts";

type State = "under way" | "done" | "failed";

interface Thing {
  readonly name: string;
  readonly action: string;
  readonly state: State;
  /** Milliseconds on the clock of `Progress` when it began. */
  readonly since: number;
  /** What it waits for, in the words of its script. */
  readonly wait?: string;
}

/** Milliseconds after which a place with nothing under way counts as ended. */
const calm = 1_000;
/** Milliseconds after which a line says how long something takes. */
const long = 5_000;

/** What a run has done so far, for people who watch it: a line for each stack, server, project and host. */
export class Progress {
  readonly #now: () => number;
  readonly #parents = new Map<string, string>();
  readonly #things = new Map<string, Map<string, Thing>>();
  readonly #said = new Set<string>();
  #hasFailed = false;
  /** Things whose end was told, and since when the others of each place have been at rest. */
  readonly #told = new Set<Thing>();
  readonly #atRest = new Map<string, number>();

  /** @param now a clock, in milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** @returns what the program said with it, to be shown at once, and each line only once in a run */
  note({ diagnosticEvent, resourcePreEvent, resOutputsEvent, resOpFailedEvent }: EngineEvent): string[] {
    if (resourcePreEvent) this.#begin(resourcePreEvent.metadata);
    if (resOutputsEvent) this.#end(resOutputsEvent.metadata, "done");
    if (resOpFailedEvent) this.#end(resOpFailedEvent.metadata, "failed");
    const { severity, message = "", ephemeral = false, urn } = diagnosticEvent ?? {};
    const text = message.replace(/<\{%[^%]*%\}>/g, "").trim();
    if (urn) this.#hear(urn, text, severity === "error");
    if ((severity !== "warning" && severity !== "error") || ephemeral) return [];
    // Pulumi's last words, which say nothing new after an error.
    if (/^\w+ failed$/.test(text) && this.#hasFailed) return [];
    this.#hasFailed ||= severity === "error";
    return this.#once(`${severity}: ${text}`);
  }

  /** True if the run has begun to change something. */
  get isChanging(): boolean {
    return this.#things.size > 0;
  }

  /** The lines of all places, for a terminal. Those under way stand last, where they are seen. */
  lines(): string[] {
    const rows = [...this.#things].map(([place, things]) => ({ place, things: [...things.values()] }));
    const sorted = [
      ...rows.filter(({ things }) => !isBusy(things)),
      ...rows.filter(({ things }) => isBusy(things)),
    ];
    const text = (thing: Thing) => this.#text(thing);
    return [
      ...aligned(sorted.map(({ place, things }) => [place, things.map(text).join(", ")])),
      ...rows.flatMap(({ things }) => things.flatMap((thing) => this.#waitText(thing) ?? [])),
    ];
  }

  /**
   * What is new since the last call, for a log: what is waited for, and each place that has ended.
   * @param isEnd true to tell of all that is left
   */
  news(isEnd = false): string[] {
    const waits = [...this.#things.values()].flatMap((things) =>
      [...things.values()].flatMap(({ state, wait }) =>
        state === "under way" && wait ? this.#once(wait) : [],
      ),
    );
    const ends = [...this.#things].flatMap(([place, things]) => {
      const untold = [...things.values()].filter((thing) => !this.#told.has(thing));
      const since = isBusy(untold) ? undefined : (this.#atRest.get(place) ?? this.#now());
      if (since === undefined) this.#atRest.delete(place);
      else this.#atRest.set(place, since);
      const isDue = isEnd || (since !== undefined && this.#now() - since >= calm);
      if (untold.length === 0 || !isDue) return [];
      for (const thing of untold) this.#told.add(thing);
      return [`${place}: ${untold.map((thing) => this.#text(thing)).join(", ")}`];
    });
    return [...waits, ...ends];
  }

  #begin({ op, urn, type, old, new: state }: StepMetadata): void {
    const resource = state ?? old;
    this.#parents.set(urn, resource?.parent ?? "");
    const action = verbs[op];
    if (!action || !resource?.custom || type.startsWith("pulumi:")) return;
    const place = this.#placeOf(urn);
    const things = this.#things.get(place) ?? new Map<string, Thing>();
    this.#things.set(place, things);
    const since = things.get(urn)?.since ?? this.#now();
    const name = thingName(urn, type, { place, inputs: resource.inputs ?? {} });
    things.set(urn, { name, action, state: "under way", since });
  }

  #end({ op, urn }: StepMetadata, state: State): void {
    const things = this.#things.get(this.#placeOf(urn));
    const thing = things?.get(urn);
    if (thing?.state === "failed") return;
    // Between its deletion and its creation something is still being replaced.
    if (thing && !(op === "delete-replaced" && state === "done")) things?.set(urn, { ...thing, state });
  }

  /** Scripts say what they wait for. What an error is about has failed, even if it was made: a container may not become healthy. */
  #hear(urn: string, text: string, isError: boolean): void {
    const things = this.#things.get(this.#placeOf(urn));
    const thing = things?.get(urn);
    if (thing && isError) things?.set(urn, { ...thing, state: "failed" });
    const wait = text.split("\n").findLast((line) => line.startsWith("waiting for "));
    if (thing && wait) things?.set(urn, { ...thing, wait });
  }

  #once(line: string): string[] {
    if (this.#said.has(line)) return [];
    this.#said.add(line);
    return [line];
  }

  #text({ name, action, state, since }: Thing): string {
    const time = this.#now() - since;
    const isLong = state === "under way" && time >= long;
    return `${name} ${words[action]?.[state] ?? state}${isLong ? ` (${clock(time)})` : ""}`;
  }

  /** The time stands before the address, which a terminal may wrap. */
  #waitText({ state, wait, since }: Thing): string | undefined {
    if (state !== "under way" || wait === undefined) return undefined;
    const [text, address] = wait.split(/, (?=https?:\S+$)/);
    return [text, clock(this.#now() - since), ...(address ? [address] : [])].join(", ");
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

function isBusy(things: readonly Thing[]): boolean {
  return things.some(({ state }) => state === "under way");
}

/** Minutes and seconds, such as `0:40`. */
function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
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

interface Named {
  readonly place: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Its name without that of its place. */
function thingName(urn: string, type: string, { place, inputs }: Named): string {
  const name = nameOf(urn);
  const above = `${place.replace(/^gitlab /, "")}/`;
  const own = name.startsWith(above) ? name.slice(above.length) : name;
  if (type === types.container) return own;
  const known = isGitLab(type) ? gitlabIdentity(type, inputs) : undefined;
  if (known) return `${known.kind} ${known.name}`;
  return `${engineKind(type)} ${own}`;
}
