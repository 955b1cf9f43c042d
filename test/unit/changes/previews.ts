import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Report, Resource } from "../../../lib/state/index.ts";

const folder = join(import.meta.dirname, "previews");
const load = <Content>(name: string) =>
  JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as Content;

/** What a real preview reported that differs from one without a change. Sides that are as before are left out. */
interface Recorded {
  readonly steps: readonly {
    readonly op: string;
    readonly urn: string;
    readonly old?: Resource;
    readonly new?: Resource;
    readonly differing?: readonly string[];
  }[];
  readonly said?: Report["diagnostics"];
}

/**
 * The report of a recorded preview. They were made of two stages, one of stacks and one with a GitLab (`team-`). Their inputs
 * are complete but for labels and defaults, their outputs are those of our components. Names, ids, hashes of contents and long
 * texts were made short.
 */
export function recordedPreview(name: string): Report {
  const base = load<Resource[]>(name.startsWith("team-") ? "team-base" : "base");
  const { steps, said = [] } = load<Recorded>(name);
  const changed = new Map(steps.map((step) => [step.urn, step]));
  const known = new Map(base.map((state) => [state.urn, state]));
  const before = base.filter(({ urn }) => !changed.has(urn));
  return {
    diagnostics: said,
    steps: [
      ...before.map((state) => ({ op: "same", urn: state.urn, oldState: state, newState: state })),
      ...steps.map(({ op, urn, old = known.get(urn), new: now = old, differing = [] }) => ({
        op,
        urn,
        oldState: op === "create" ? null : (old ?? null),
        newState: op === "delete" ? null : (now ?? null),
        detailedDiff: Object.fromEntries(differing.map((path) => [path, {}])),
      })),
    ],
  };
}
