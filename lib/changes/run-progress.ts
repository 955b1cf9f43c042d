import { type EngineEvent, nameOf, type StepMetadata, typeOf, types } from "../state/index.ts";
import { aligned } from "./columns.ts";
import { type State, type Thing, thingName, thingText, waitText } from "./progress-words.ts";

/** Milliseconds without work after which a place counts as ended. */
const calm = 1_000;

/** The progress of a run, for people who watch it: a line for each stack, server, project and host. */
export class Progress {
  readonly #now: () => number;
  readonly #parents = new Map<string, string>();
  readonly #things = new Map<string, Map<string, Thing>>();
  readonly #said = new Set<string>();
  #hasFailed = false;
  /** Things whose end was printed, and the time since which each place has been at rest. */
  readonly #told = new Set<Thing>();
  readonly #atRest = new Map<string, number>();

  /** @param now a clock, in milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Takes an event. @returns the program's new messages in it, which are shown at once and once in a run */
  note({ diagnosticEvent, resourcePreEvent, resOutputsEvent, resOpFailedEvent }: EngineEvent): string[] {
    if (resourcePreEvent) this.#begin(resourcePreEvent.metadata);
    if (resOutputsEvent) this.#end(resOutputsEvent.metadata, "done");
    if (resOpFailedEvent) this.#end(resOpFailedEvent.metadata, "failed");
    const { severity, message = "", ephemeral = false, urn } = diagnosticEvent ?? {};
    const text = message.replace(/<\{%[^%]*%\}>/g, "").trim();
    const heard = urn ? this.#hear(urn, text, severity) : [];
    if ((severity !== "warning" && severity !== "error") || ephemeral) return [];
    // Pulumi's closing message says nothing new after an error.
    if (/^\w+ failed$/.test(text) && this.#hasFailed) return [];
    this.#hasFailed ||= severity === "error";
    return [...heard, `${severity}: ${text}`].flatMap((line) => this.#once(line));
  }

  /** True if the run has begun to change something. */
  get isChanging(): boolean {
    return this.#things.size > 0;
  }

  /** The lines of all places, for a terminal. Places under way come last, because the end is always visible. */
  lines(): string[] {
    const rows = [...this.#things].map(([place, things]) => ({ place, things: [...things.values()] }));
    const sorted = [
      ...rows.filter(({ things }) => !isBusy(things)),
      ...rows.filter(({ things }) => isBusy(things)),
    ];
    const text = (thing: Thing) => thingText(thing, this.#now());
    return [
      ...aligned(sorted.map(({ place, things }) => [place, things.map(text).join(", ")])),
      ...rows.flatMap(({ things }) => things.flatMap((thing) => waitText(thing, this.#now()) ?? [])),
    ];
  }

  /**
   * The new lines since the last call, for a log: what is waited for, and each place that has ended.
   * @param isEnd true to return everything that is left
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
      return [`${place}: ${untold.map((thing) => thingText(thing, this.#now())).join(", ")}`];
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

  /**
   * A script prints what it waits for. Its other output is shown if it fails. A resource with an error has failed even if it
   * was created: its container did not become healthy, for example.
   */
  #hear(urn: string, text: string, severity: string | undefined): readonly string[] {
    const things = this.#things.get(this.#placeOf(urn));
    const thing = things?.get(urn);
    if (!thing) return [];
    if (severity === "error") {
      things?.set(urn, { ...thing, state: "failed" });
      return thing.said ?? [];
    }
    const lines = severity?.startsWith("info") ? text.split("\n").filter(Boolean) : [];
    const wait = lines.findLast((line) => line.startsWith("waiting for ")) ?? thing.wait;
    const said = [...(thing.said ?? []), ...lines.filter((line) => !line.startsWith("waiting for "))];
    things?.set(urn, { ...thing, ...(wait !== undefined && { wait }), said });
    return [];
  }

  #once(line: string): string[] {
    if (this.#said.has(line)) return [];
    this.#said.add(line);
    return [line];
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

function isBusy(things: readonly Thing[]): boolean {
  return things.some(({ state }) => state === "under way");
}
