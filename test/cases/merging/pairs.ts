import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** The ways in which one service comes over another. */
export const WAYS = ["override", "extends", "extends of a file"] as const;
export type Way = (typeof WAYS)[number];

/** One form of a key over another, and what compose makes of it. */
export interface Pair {
  readonly key: string;
  readonly way: Way;
  readonly base: string;
  readonly over: string;
  /** What it says of the service; "refused", or "crashed", where it says nothing. */
  readonly said: unknown;
}

type Recorded = Record<Way, string[]> & { models: unknown[] };

const read = (file: string) => parse(readFileSync(join(import.meta.dirname, file), "utf8"));
const forms = read("forms.yaml") as Record<string, string[]>;
const recorded = read("recorded.yaml") as Record<string, Recorded>;

/** Every form of every key over every form of it. */
export const pairs: readonly Pair[] = Object.entries(forms).flatMap(([key, all]) =>
  WAYS.flatMap((way) =>
    all.flatMap((base, row) =>
      all.map((over, column) => ({ key, way, base, over, said: saidThere(key, way, row, column) })),
    ),
  ),
);

function saidThere(key: string, way: Way, row: number, column: number): unknown {
  const mark = recorded[key]?.[way][row]?.split(" ")[column];
  return mark === "-" ? "refused" : mark === "!" ? "crashed" : recorded[key]?.models[Number(mark)];
}

/** The folder in which service `a` has one form over the other. */
export function filesOf({ key, way, base, over }: Pair): Record<string, string> {
  const [lower, upper] = [entry(key, base), entry(key, over)];
  const named = key === "image" ? "" : "image: x, ";
  const files = { "one.env": "E=1\nF=1\n", "two.env": "E=2\n", "one.labels": "e=1\n", "two.labels": "e=2\n" };
  switch (way) {
    case "override":
      return {
        ...files,
        "compose.yaml": `services: {a: {${named}${lower}}, ${OTHERS}}\n${SECTIONS}`,
        "compose.override.yaml": `services: {a: {${upper}}}\n`,
      };
    case "extends":
      return {
        ...files,
        "compose.yaml": `services: {a: {extends: z, ${upper}}, z: {${named}${lower}}, ${OTHERS}}\n${SECTIONS}`,
      };
    case "extends of a file":
      return {
        ...files,
        "compose.yaml": `services: {a: {extends: {file: base.yaml, service: z}, ${upper}}, ${OTHERS}}\n${SECTIONS}`,
        "base.yaml": `services: {z: {${named}${lower}}}\n`,
      };
  }
}

const OTHERS = "b: {image: y}, c: {image: y}";
const SECTIONS = `networks: {n: }
volumes: {vol: }
configs: {s: {content: s}, t: {content: t}}
secrets: {s: {environment: S}, t: {environment: T}}
models: {m: {model: m}}
`;

/** `build.args` stands within `build`. */
function entry(key: string, form: string): string {
  const [first = "", ...rest] = key.split(".");
  return `${first}: ${rest.length === 0 ? form : `{${entry(rest.join("."), form)}}`}`;
}

/** What a model says of service `a`, without what every service has; null where the service is left out. */
export function saidOf(model: { services?: Record<string, unknown> }): unknown {
  const service = model.services?.a;
  if (typeof service !== "object" || service === null) return null;
  const plain: Record<string, string> = {
    image: '"x"',
    command: "null",
    entrypoint: "null",
    networks: '{"default":null}',
  };
  return Object.fromEntries(
    Object.entries(service).filter(([key, value]) => plain[key] !== JSON.stringify(value)),
  );
}
