import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { heldLocks, noteOwnRun, noteRun, type RunLock, stageFiles } from "../../../lib/locks/index.ts";
import { ownProcessSpace, type ProcessSpace } from "../../../lib/locks/process-space.ts";
import { holderState } from "../../../lib/locks/runs.ts";
import { workIn } from "../cli/workplace.ts";

afterEach(() => void vi.unstubAllEnvs());

const place = ownProcessSpace() as ProcessSpace;
const started = "2026-11-21T08:17:19.000Z";
const timestamp = "2026-11-21T08:17:20Z";

/** A process of this name that runs until the test ends. */
async function running(name: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-test-"));
  copyFileSync("/bin/sleep", join(folder, name));
  const child = spawn(join(folder, name), ["60"]);
  await once(child, "spawn");
  onTestFinished(() => {
    child.kill();
    rmSync(folder, { recursive: true });
  });
  return child.pid ?? 0;
}

async function gone(): Promise<number> {
  const child = spawn("true");
  await once(child, "close");
  return child.pid ?? 0;
}

function lockOf(pid: number): RunLock {
  return { file: "a.json", pid, username: "kim", hostname: hostname(), timestamp };
}

const other: ProcessSpace = { ...place, namespace: "pid:[1]" };

test("the lock of a running CLI is alive", async () => {
  const pid = await running("pulumi");
  expect(holderState(lockOf(pid), [{ ...place, pid, started }], place)).toBe("alive");
});

test("the lock of an ended process is dead", async () => {
  const pid = await gone();
  expect(holderState(lockOf(pid), [{ ...place, pid, started }], place)).toBe("dead");
});

test.runIf(process.platform === "linux")(
  "a noted lock whose number another process has by now is dead",
  async () => {
    const pid = await running("other");
    expect(holderState(lockOf(pid), [{ ...place, pid, started }], place)).toBe("dead");
  },
);

const pid = 2 ** 30;
test.each<[string, readonly object[]]>([
  ["that nobody noted", []],
  ["of another namespace of process numbers", [{ ...other, pid, started }]],
  ["of another start of the machine", [{ ...place, boot: "another", pid, started }]],
  ["of another machine", [{ ...place, hostname: `not-${hostname()}`, pid, started }]],
  ["of another process", [{ ...place, pid: pid - 1, started }]],
  ["that is older than its note", [{ ...place, pid, started: "2026-11-21T08:17:21.000Z" }]],
  [
    "that two namespaces may have made",
    [
      { ...place, pid, started },
      { ...other, pid, started },
    ],
  ],
  ["whose note is torn", [{}]],
])("a lock %s is foreign", (_, runs) => {
  expect(holderState(lockOf(pid), runs, place)).toBe("foreign");
});

test("if the system does not identify the machine, every lock is foreign", () => {
  expect(holderState(lockOf(pid), [{ ...place, pid, started }], undefined)).toBe("foreign");
});

function workplace() {
  const folder = workIn({ "Pulumi.yaml": "name: boat\n" });
  vi.stubEnv("PULUMI_BACKEND_URL", pathToFileURL(folder).href);
  const files = stageFiles("dev");
  if (!files) throw new Error("no files");
  const lock = (pid: number, name = "a") => {
    const file = join(files.locks, `${name}.json`);
    mkdirSync(dirname(file), { recursive: true });
    const { file: _, ...content } = { ...lockOf(pid), timestamp: new Date(Date.now() + 1000).toISOString() };
    writeFileSync(file, JSON.stringify(content));
  };
  const holders = () => heldLocks(files).map(({ holder }) => holder);
  const notes = () => readdirSync(files.runs).map((name) => Number(name.split("-")[0]));
  return { files, lock, holders, notes };
}

test("a note names the lock's run, and is removed with the run", async () => {
  const { lock, holders, notes, files } = workplace();
  const pid = await running("pulumi");
  const forget = noteRun("dev", pid);
  lock(pid);
  expect(holders()).toEqual(["alive"]);
  rmSync(files.locks, { recursive: true });
  forget();
  expect(notes()).toEqual([]);
});

test("the note of a killed run stays as long as its lock, and the next run removes it", async () => {
  const { lock, holders, notes, files } = workplace();
  const [pid, next] = [await gone(), await running("pulumi")];
  const forget = noteRun("dev", pid);
  lock(pid);
  forget();
  expect([holders(), notes()]).toEqual([["dead"], [pid]]);
  rmSync(files.locks, { recursive: true });
  noteRun("dev", next);
  expect(notes()).toEqual([next]);
});

test("a program notes its own CLI, and no lock that may belong to another", async () => {
  const { lock, holders } = workplace();
  lock(await running("pulumi"), "own");
  lock(await running("other"), "stranger");
  noteOwnRun("dev", "boat");
  expect(holders()).toEqual(["alive", "foreign"]);
});
