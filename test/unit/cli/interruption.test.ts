import { mkdirSync, readdirSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, expect, test, vi } from "vitest";
import { currentRunLines, recoverStage } from "../../../cli/stage/interruption.ts";
import { ownProcessSpace } from "../../../lib/locks/process-space.ts";
import { workIn } from "./workplace.ts";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const timestamp = "2026-11-21T08:17:20Z";
/** Beyond what the system gives to processes. */
const pid = 2 ** 30;
const holder = `of kim on ${hostname()} (pid ${pid}) since ${timestamp}`;

/** A stage whose lock is held by a process that is gone. */
function lockedStage(...notes: readonly object[]) {
  const folder = workIn({ "Pulumi.yaml": "name: boat\n" });
  vi.stubEnv("PULUMI_BACKEND_URL", pathToFileURL(folder).href);
  vi.stubEnv("UNLOCK", "");
  const said: string[] = [];
  vi.spyOn(console, "log").mockImplementation((line) => void said.push(line));
  const write = (file: string, content: object) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), JSON.stringify(content));
  };
  const locks = ".pulumi/locks/organization/boat/dev";
  write(`${locks}/a.json`, { pid, username: "kim", hostname: hostname(), timestamp });
  write(`${locks}/a.json.attrs`, {});
  for (const [index, note] of notes.entries()) {
    write(`runs/boat/dev/${index}.json`, { pid, hostname: hostname(), started: timestamp, ...note });
  }
  /** Makes a file so many seconds old. */
  const age = (file: string, seconds: number) => {
    const then = Date.now() / 1000 - seconds;
    utimesSync(join(folder, file), then, then);
  };
  const rename = (from: string, to: string) => renameSync(join(folder, from), join(folder, to));
  return { said, write, age, rename, locks: () => readdirSync(join(folder, locks)) };
}

test.runIf(ownProcessSpace())(
  "the lock of a killed run of this machine is removed, and nothing else",
  async () => {
    const stage = lockedStage({ ...ownProcessSpace() });
    stage.write(".pulumi/locks/organization/boat/dev/meanwhile.attrs", {});
    expect(currentRunLines("dev")).toEqual([
      `Stage dev: the run ${holder} was killed; "make up" recovers the stage.`,
    ]);
    await recoverStage("dev");
    expect(stage.locks()).toEqual(["meanwhile.attrs"]);
    expect(stage.said).toEqual([
      `The run of ${timestamp} (pid ${pid}) was killed: its lock is removed, and this run goes on.`,
    ]);
  },
);

test("a lock that a killed run had not written to its end is removed, and one that is being written stays", async () => {
  const stage = lockedStage({ ...ownProcessSpace() });
  const locks = ".pulumi/locks/organization/boat/dev";
  stage.write(`${locks}/b.json.17.tmp`, {});
  stage.write(`${locks}/c.json.18.tmp`, {});
  stage.write(`${locks}/b.json.attrs`, {});
  stage.age(`${locks}/b.json.17.tmp`, 6);
  setTimeout(() => stage.rename(`${locks}/c.json.18.tmp`, `${locks}/c.attrs`), 300);
  await recoverStage("dev");
  expect(stage.locks()).toEqual(["c.attrs"]);
});

test("a lock that was cut off on a machine whose clock is ahead is not waited for longer", {
  timeout: 20_000,
}, async () => {
  const stage = lockedStage({ ...ownProcessSpace() });
  const file = ".pulumi/locks/organization/boat/dev/b.json.17.tmp";
  stage.write(file, {});
  stage.age(file, -3600);
  await recoverStage("dev");
  expect(stage.locks()).toEqual([]);
});

test.each<[string, object[]]>([
  ["that nobody noted", []],
  ["that was noted in another namespace", [{ ...ownProcessSpace(), namespace: "pid:[1]" }]],
])("a lock %s stays until UNLOCK=1 removes it", async (_, notes) => {
  const stage = lockedStage(...notes);
  await expect(recoverStage("dev")).rejects.toThrow(
    `stage dev: expected no other run, found one ${holder}; wait for its end; if it was killed, make sure that it ` +
      "has ended, then UNLOCK=1 removes its lock",
  );
  expect(stage.locks()).toEqual(["a.json", "a.json.attrs"]);
  expect(currentRunLines("dev")).toEqual([
    `Stage dev: the run ${holder} is under way or was killed; its changes may appear here.`,
  ]);
  vi.stubEnv("UNLOCK", "1");
  await recoverStage("dev");
  expect(stage.locks()).toEqual([]);
});
