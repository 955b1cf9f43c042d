import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** From each file or room to those that it imports; sorted. */
export type Arrows = ReadonlyMap<string, readonly string[]>;

const checkout = join(import.meta.dirname, "../..");
const program = ["index.ts", "{cli,components,lib,scripts}/**/*.ts"];
const importing = /^(?:import|export)\b(?<type> type\b)?[^"';]*["'](?<path>\.[^"']+)["'];$/gm;
const loading = /\bimport\("(?<path>\.[^"]+)"\)/g;

/** The program's files. Imports of types alone are left out: they are gone when the program runs. */
export function fileArrows(): Arrows {
  return collect(importsOf().filter(({ isType }) => !isType));
}

/** Each folder of `lib` is a room, and so are `cli`, `components`, `scripts` and `index.ts`; with imports of types. */
export function roomArrows(): Arrows {
  const pairs = importsOf().map(({ from, to }) => ({ from: roomOf(from), to: roomOf(to) }));
  return collect(pairs.filter(({ from, to }) => from !== to));
}

/** What reaches itself over its own arrows. */
export function circles(arrows: Arrows): string[] {
  return [...arrows.keys()].filter((from) => reachable(arrows, from).has(from));
}

/** A flow chart for Mermaid. An arrow is left out where a longer way leads to the same room. */
export function drawing(arrows: Arrows = roomArrows()): string {
  const lines = [...arrows].flatMap(([from, targets]) => {
    const direct = targets.filter(
      (target) => !targets.some((other) => other !== target && reachable(arrows, other).has(target)),
    );
    return direct.length > 0 ? [`  ${from} --> ${direct.join(" & ")}`] : [];
  });
  return ["```mermaid", "flowchart TD", ...lines, "```"].join("\n");
}

function importsOf(): { from: string; to: string; isType: boolean }[] {
  return globSync(program, { cwd: checkout }).flatMap((from) => {
    const source = readFileSync(join(checkout, from), "utf8");
    const found = [...source.matchAll(importing), ...source.matchAll(loading)];
    return found.map(({ groups }) => {
      const to = relative(checkout, join(checkout, dirname(from), groups?.path ?? ""));
      return { from, to, isType: groups?.type !== undefined };
    });
  });
}

function roomOf(file: string): string {
  const [top = "", room = ""] = file.split("/");
  return top === "lib" ? `${top}/${room}` : top;
}

function collect(pairs: readonly { from: string; to: string }[]): Arrows {
  const sources = [...new Set(pairs.map(({ from }) => from))].sort();
  const targets = (of: string) => pairs.filter(({ from }) => from === of).map(({ to }) => to);
  return new Map(sources.map((from) => [from, [...new Set(targets(from))].sort()]));
}

function reachable(arrows: Arrows, from: string, found = new Set<string>()): Set<string> {
  for (const target of arrows.get(from) ?? []) {
    if (found.has(target)) continue;
    found.add(target);
    reachable(arrows, target, found);
  }
  return found;
}
