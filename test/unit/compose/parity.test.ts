import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { loadStack, type Model, planStack } from "../../../lib/compose/index.ts";
import { ProblemError } from "../../../lib/problems/index.ts";

const root = join(import.meta.dirname, "../../..");
const own = join(root, "test/cases/compose");
const corpus = join(root, "../shared/corpus");

/** The model as `docker compose config` prints it: with every dollar doubled. */
function printed(model: Model): unknown {
  return JSON.parse(JSON.stringify(model).replaceAll("$", "$$$$"));
}

/** What compose printed, with the folder's place filled in. */
function wanted(dir: string): Model {
  const places = { "@STACK@": dir, "@STACKS@": dirname(dir), "@HOME@": homedir() };
  const text = Object.entries(places).reduce(
    (result, [name, place]) => result.replaceAll(name, place),
    readFileSync(join(dir, "config.json"), "utf8"),
  );
  // Binds beside the folder were recorded with the temporary place of that time.
  return JSON.parse(text.replace(/\/tmp\/tmp[a-z0-9_]+/g, dirname(dir)));
}

const folders = (path: string) =>
  readdirSync(path).filter((name) => existsSync(join(path, name, "config.json")));
const source = (dir: string, project: string) => ({ dir, label: `stacks/${project}`, project, values: {} });

describe("the model is what docker compose config prints", () => {
  test.each(folders(own))("%s", (name) => {
    const want = wanted(join(own, name));
    expect(printed(loadStack(source(join(own, name), want.name)).model)).toEqual(want);
  });
});

describe.skipIf(!existsSync(corpus))("a corpus of real files", () => {
  const names = existsSync(corpus) ? folders(corpus) : [];
  // The home folder where it was recorded.
  beforeAll(() => void vi.stubEnv("HOME", "/root"));
  afterAll(() => void vi.unstubAllEnvs());

  test("every model is equal", () => {
    const counts = { equal: 0, refused: 0, different: 0 };
    const faults: string[] = [];
    for (const name of names) {
      const dir = join(corpus, name);
      try {
        expect(printed(loadStack(source(dir, "proj")).model)).toEqual(wanted(dir));
        counts.equal++;
      } catch (thrown) {
        counts[thrown instanceof ProblemError ? "refused" : "different"]++;
        faults.push(`${name}: ${thrown instanceof Error ? thrown.message : thrown}`);
      }
    }
    console.log("models:", counts);
    expect(faults).toEqual([]);
  }, 60_000);

  test("97 of 100 are translated, the rest is refused with a position and a reason", () => {
    const counts = { translated: 0, refused: 0 };
    for (const name of names) {
      try {
        planStack(loadStack(source(join(corpus, name), "proj")), { stage: "dev", host: "Local" });
        counts.translated++;
      } catch (thrown) {
        if (!(thrown instanceof ProblemError)) throw thrown;
        counts.refused++;
        for (const { path } of thrown.problems) expect(path).toMatch(/^stacks\/proj\/.*:\d+:\d+$/);
      }
    }
    console.log("plans:", counts);
    expect(counts.translated / names.length).toBeGreaterThanOrEqual(0.97);
  }, 60_000);
});
