import { engineKind, nameOf, types } from "../state/index.ts";
import { gitlabIdentity, isGitLab } from "./gitlab-identity.ts";

export type State = "under way" | "done" | "failed";

/** Something that a run changes. */
export interface Thing {
  readonly name: string;
  readonly action: string;
  readonly state: State;
  /** Milliseconds on the clock of `Progress` when it began. */
  readonly since: number;
  /** What it waits for, in the words of its script. */
  readonly wait?: string;
  /** What else its script has said. */
  readonly said?: readonly string[];
}

/** Milliseconds after which a line says how long something takes. */
const long = 5_000;

/** A line about a thing that changes. @param now the time on its clock */
export function thingText({ name, action, state, since }: Thing, now: number): string {
  const time = now - since;
  const isLong = state === "under way" && time >= long;
  return `${name} ${words[action]?.[state] ?? state}${isLong ? ` (${clock(time)})` : ""}`;
}

/** What a thing waits for. The time stands before the address, because a terminal may wrap the address. */
export function waitText({ state, wait, since }: Thing, now: number): string | undefined {
  if (state !== "under way" || wait === undefined) return undefined;
  const [text, address] = wait.split(/, (?=https?:\S+$)/);
  return [text, clock(now - since), ...(address ? [address] : [])].join(", ");
}

/** Minutes and seconds, such as `0:40`. */
function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
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
export function thingName(urn: string, type: string, { place, inputs }: Named): string {
  const name = nameOf(urn);
  const above = `${place.replace(/^gitlab /, "")}/`;
  const own = name.startsWith(above) ? name.slice(above.length) : name;
  if (type === types.container) return own;
  const known = isGitLab(type) ? gitlabIdentity(type, inputs) : undefined;
  if (known) return `${known.kind} ${known.name}`;
  return `${engineKind(type)} ${own}`;
}
