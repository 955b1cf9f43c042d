import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { loadStack, type Model, planStack } from "../../../lib/compose/index.ts";
import { caseFolder, cases, caseValues } from "../../live/parity/cases.ts";
import { oneService, plan, problems } from "../compose/support.ts";
import type { Refused } from "./coverage.ts";
import { parts } from "./parts.ts";

const values = caseValues({
  stage: "parity",
  subnets: ["198.19.0.0/27", "198.19.0.32/27", "198.19.0.64/27", "198.19.0.96/27"],
  six: "fd00:1:2",
  ports: [20_001, 20_002, 20_003, 20_004, 20_005, 20_006, 20_007, 20_008],
  disk: "/dev/vda",
  platform: "linux/amd64",
});
const loaded = cases.map((name) =>
  loadStack({ dir: caseFolder(name), label: `stacks/Local/${name}`, values }),
);

/** What stands at a place of a model; `*` is any name or number. */
function at(value: unknown, [key, ...rest]: readonly string[]): object[] {
  if (typeof value !== "object" || value === null) return [];
  if (key === undefined) return [value];
  const below = key === "*" ? Object.values(value) : [(value as Record<string, unknown>)[key]];
  return below.flatMap((each) => at(each, rest));
}

function keysAt(place: string, models: readonly Model[]): string[] {
  const found = models.flatMap((model) => at(model, place === "" ? [] : place.split(".")));
  const used = found.flatMap((each) =>
    Object.entries(each).flatMap(([key, it]) => (it === null || key.startsWith("x-") ? [] : key)),
  );
  return [...new Set(used)].sort();
}

describe("the cases contain every key of compose that this machine can create", () => {
  test.each(Object.entries(parts))("%s", (place, keys) => {
    const wanted = Object.entries(keys).flatMap(([key, covered]) => (covered === true ? key : []));
    const models = loaded.map(({ model }) => model);
    expect(keysAt(place, models)).toEqual(wanted.sort());
  });
});

test("each case can be planned", () => {
  const containers = loaded.map(
    (stack) => planStack(stack, { stage: "parity", host: "Local" }).containers.length,
  );
  expect(Math.min(...containers)).toBeGreaterThan(0);
});

/** Every key that is said to be refused, with lines that show it. */
const refusals = Object.values(parts).flatMap((keys) =>
  Object.entries(keys as Record<string, true | string | Refused>).flatMap(([key, covered]) =>
    typeof covered === "object" ? [[key, covered.refused] as const] : [],
  ),
);

test.each(refusals)("%s is refused: %s", (key, lines) => {
  const found = problems(() => plan(oneService(lines)));
  expect(found.filter((line) => line.includes(key)).length).toBeGreaterThan(0);
});

test("they also contain keys that exist only while files are read", () => {
  const texts = cases.map((name) =>
    parse(readFileSync(join(caseFolder(name), "compose.yaml"), "utf8"), { merge: true, logLevel: "silent" }),
  );
  const services = texts.flatMap(({ services }) => Object.values(services as object));
  const used = new Set([...texts, ...services].flatMap((each) => Object.keys(each)));
  expect(["env_file", "extends", "include", "label_file", "x-idle"].filter((key) => !used.has(key))).toEqual(
    [],
  );
});
