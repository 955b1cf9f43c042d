import { dirname } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { loadStack } from "../../../lib/compose/index.ts";
import { type ConfigCase, configCases } from "../../cases/config-cases.ts";
import { DIR, LABEL, memoryFiles, problems } from "./support.ts";

// The home folder where the cases were recorded.
beforeAll(() => void vi.stubEnv("HOME", "/root"));
afterAll(() => void vi.unstubAllEnvs());

const load = ({ files }: ConfigCase) =>
  loadStack({ dir: DIR, label: LABEL, project: "proj", values: {} }, memoryFiles(files)).model;

describe.each(configCases)("compose's result for %s", (_, cases) => {
  test.each(cases.filter(({ model }) => model))("$name", (given) => {
    const places = { "@STACK@": DIR, "@STACKS@": dirname(DIR) };
    const want = Object.entries(places).reduce(
      (text, [name, place]) => text.replaceAll(name, place),
      JSON.stringify(given.model),
    );
    // Compose doubles every dollar.
    expect(JSON.parse(JSON.stringify(load(given)).replaceAll("$", "$$$$"))).toEqual(JSON.parse(want));
  });

  test.each(cases.filter(({ error }) => error))("$name is refused with a position", (given) => {
    const lines = problems(() => load(given));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) {
      expect(line).toMatch(/^stacks\/Local\/web\/[\w./]+:\d+:\d+: expected .+, found .+; .+$/);
    }
  });
});
