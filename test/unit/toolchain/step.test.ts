import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runSteps, type Step } from "../../../dev/toolchain/setup/step.ts";
import { linesOf, Terminal } from "./terminal.ts";

let stateDir: string;
beforeEach(() => {
  stateDir = mkdtempSync(join(tmpdir(), "steps-"));
});
afterEach(() => rmSync(stateDir, { recursive: true }));

/** A step that is done once its file is there, made by a shell script. */
function fileStep(name: string, script: string): Step {
  return {
    name,
    seconds: 5,
    done: () => existsSync(join(stateDir, name)),
    run: ({ run }) => run("sh", ["-c", script], { cwd: stateDir }),
  };
}

async function outcome(steps: Step[]) {
  const out = new Terminal();
  const complete = await runSteps(steps, { stateDir, cacheDir: stateDir, out });
  return { complete, lines: linesOf(out) };
}

test("completed steps are skipped, and all other steps run in order", async () => {
  writeFileSync(join(stateDir, "b"), "kept");
  expect(await outcome([fileStep("a", "touch a"), fileStep("b", "exit 1"), fileStep("c", "cp a c")])).toEqual(
    {
      complete: true,
      lines: [
        "[1/2] a, _:__ (expected _:__, _:__ left in all)",
        "[1/2] a: done in _:__",
        "[2/2] c, _:__ (expected _:__, _:__ left in all)",
        "[2/2] c: done in _:__",
        "Set-up complete: 2 of 3 steps in _:__.",
      ],
    },
  );
  expect(readdirSync(stateDir).sort()).toEqual(["a", "b", "c", "logs", "timings.json"]);
  expect(JSON.parse(readFileSync(join(stateDir, "timings.json"), "utf8"))).toEqual({ a: 0, c: 0 });
});

test("without work there is one line", async () => {
  writeFileSync(join(stateDir, "a"), "");
  expect(await outcome([fileStep("a", "exit 1")])).toEqual({
    complete: true,
    lines: ["Set-up: everything is in place (_ s)."],
  });
});

test("a failure shows the last 15 lines and the log; the next run continues there", async () => {
  const breaks = fileStep("It Breaks 1.0", 'for i in $(seq 20); do echo "line $i"; done; test -e mended');
  const steps = [fileStep("a", "touch a"), breaks, fileStep("c", "touch c")];
  const log = join(stateDir, "logs", "it-breaks-1.0.log");
  expect(await outcome(steps)).toEqual({
    complete: false,
    lines: [
      "[1/3] a, _:__ (expected _:__, _:__ left in all)",
      "[1/3] a: done in _:__",
      "[2/3] It Breaks 1.0, _:__ (expected _:__, _:__ left in all)",
      "[2/3] It Breaks 1.0: failed after _:__",
      ...Array.from({ length: 14 }, (_, index) => `    line ${index + 7}`),
      '    `sh -c for i in $(seq 20); do echo "line $i"; done; test -e mended` ended with exit code 1',
      `The whole log is in ${relative(process.cwd(), log)}; the next run goes on from here.`,
    ],
  });
  expect(readFileSync(log, "utf8").split("\n").slice(0, 2)).toEqual([
    '$ sh -c for i in $(seq 20); do echo "line $i"; done; test -e mended',
    "line 1",
  ]);
  writeFileSync(join(stateDir, "mended"), "");
  expect(await outcome(steps)).toEqual({
    complete: true,
    lines: [
      "[1/2] It Breaks 1.0, _:__ (expected _:__, _:__ left in all)",
      "[1/2] It Breaks 1.0: done in _:__",
      "[2/2] c, _:__ (expected _:__, _:__ left in all)",
      "[2/2] c: done in _:__",
      "Set-up complete: 2 of 3 steps in _:__.",
    ],
  });
});

test("times of long steps are remembered", async () => {
  writeFileSync(join(stateDir, "timings.json"), '{"a": 204, "other": 7}');
  const { lines } = await outcome([fileStep("a", "touch a")]);
  expect(lines[0]).toBe("[1/1] a, _:__ (last time _:__, _:__ left in all)");
  expect(JSON.parse(readFileSync(join(stateDir, "timings.json"), "utf8"))).toEqual({ a: 0, other: 7 });
});

test("a step that an earlier one has already done does not run", async () => {
  const { complete, lines } = await outcome([fileStep("a", "touch a b"), fileStep("b", "exit 1")]);
  expect({ complete, lines }).toEqual({
    complete: true,
    lines: [
      "[1/2] a, _:__ (expected _:__, _:__ left in all)",
      "[1/2] a: done in _:__",
      "Set-up complete: 2 of 2 steps in _:__.",
    ],
  });
});

test("a missing program is named", async () => {
  const step: Step = {
    name: "a",
    seconds: 1,
    done: () => false,
    run: ({ run }) => run("no-such-program", ["-x"]),
  };
  const { lines } = await outcome([step]);
  expect(lines.slice(1, 4)).toEqual([
    "[1/1] a: failed after _:__",
    "    $ no-such-program -x",
    "    no-such-program is not installed",
  ]);
});

test("a fetch waits for the steps that it needs", async () => {
  const events: string[] = [];
  const step = (name: string, seconds: number, more: Partial<Step> = {}): Step => ({
    name,
    seconds: 1,
    done: () => events.includes(`${name} ran`),
    run: async () => {
      events.push(`${name} runs`);
      await sleep(seconds * 1000);
      events.push(`${name} ran`);
    },
    ...more,
  });
  const engine = step("engine", 0.1);
  const fetch = async () => void events.push("image fetched");
  await outcome([engine, step("compiler", 0.2), step("image", 0, { fetch, after: [engine] })]);
  expect(events).toEqual(
    "engine runs, engine ran, image fetched, compiler runs, compiler ran, image runs, image ran".split(", "),
  );
});

test("a step that was done as a whole while another ran does not run again", async () => {
  const events: string[] = [];
  const packages: Step = {
    name: "packages",
    seconds: 1,
    done: () => events.includes("packages"),
    run: async () => {
      await sleep(200);
      events.push("packages");
    },
  };
  const other = fileStep("other", "sleep 0.1; touch other");
  expect((await outcome([other, { ...packages, fetch: packages.run }])).complete).toBe(true);
  expect(events).toEqual(["packages"]);
});

test("what a fetch has done is not counted again, and its time is remembered", async () => {
  const fetched: Step = {
    name: "fetched",
    seconds: 40,
    done: () => false,
    fetch: () => sleep(1500),
    fetchesAll: true,
    run: async () => {},
  };
  const out = new Terminal();
  const first: Step = { ...fileStep("first", "sleep 1; touch first"), seconds: 9 };
  await runSteps([first, fetched], { stateDir, cacheDir: stateDir, out });
  expect(out.text.split("\n").slice(0, 3)).toEqual([
    "[1/2] first, 0:00 (expected 0:09, 0:40 left in all)",
    "[1/2] first: done in 0:01",
    "[2/2] fetched, 0:00 (expected 0:39, 0:39 left in all)",
  ]);
  expect(JSON.parse(readFileSync(join(stateDir, "timings.json"), "utf8"))).toEqual({ first: 1, fetched: 2 });
});

test("fetches of later steps run one by one during other steps, and their failures are ignored", async () => {
  const events: string[] = [];
  const step = (name: string, seconds: number, fetch?: () => Promise<void>): Step => ({
    name,
    seconds: 1,
    done: () => events.includes(`${name} ran`),
    run: async () => {
      await sleep(seconds * 1000);
      events.push(`${name} ran`);
    },
    ...(fetch && { fetch }),
  });
  const fetching = (name: string, seconds: number) => async () => {
    events.push(`${name} fetches`);
    await sleep(seconds * 1000);
    events.push(`${name} fetched`);
  };
  const steps = [
    step("a", 0.2, fetching("a", 0)),
    step("b", 0, fetching("b", 0.5)),
    step("c", 0, () => Promise.reject(new Error("no network"))),
    step("d", 0, fetching("d", 0)),
  ];
  expect((await outcome(steps)).complete).toBe(true);
  expect(events).toEqual(
    "b fetches, a ran, b fetched, d fetches, d fetched, b ran, c ran, d ran".split(", "),
  );
});
