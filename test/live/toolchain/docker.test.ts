import { execFileSync } from "node:child_process";
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runCommand } from "../../../dev/toolchain/setup/command.ts";
import { installFromDebian } from "../../../dev/toolchain/setup/compose.ts";
import { dockerStep } from "../../../dev/toolchain/setup/docker.ts";
import { onPath } from "../../../dev/toolchain/setup/files.ts";
import { runSteps } from "../../../dev/toolchain/setup/step.ts";
import { linesOf, Terminal } from "../../unit/toolchain/terminal.ts";

const mayStart =
  process.getuid?.() === 0 && onPath("dockerd") && onPath("unshare") && !process.env.DOCKER_HOST;

vi.setConfig({ testTimeout: 90_000 });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "engine-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** An engine of its own, in a network of its own: this machine's is not touched. */
function place(...options: string[]) {
  const address = `unix://${folder}/docker.sock`;
  const files = ["--data-root", `${folder}/data`, "--exec-root", `${folder}/exec`, "-p", `${folder}/pid`];
  const dockerd = ["unshare", "--net", "dockerd", "-H", address, ...files, "--bridge=none", ...options];
  return { address, dockerd, logFile: join(folder, "dockerd.log") };
}

async function setUp(engine: ReturnType<typeof place>) {
  const out = new Terminal();
  const complete = await runSteps([dockerStep(engine)], { stateDir: folder, cacheDir: folder, out });
  return { complete, lines: linesOf(out) };
}

test.runIf(mayStart)(
  "an engine is started, outlives set-up, and is then used as it is",
  async () => {
    const engine = place("--iptables=false");
    const { complete, lines } = await setUp(engine);
    expect({ complete, lines }).toEqual({
      complete: true,
      lines: [
        "[1/1] Docker engine, _:__ (expected _:__, _:__ left in all)",
        expect.stringMatching(/^ {6}Starting dockerd; its log is .*\/dockerd\.log\.$/),
        "[1/1] Docker engine: done in _:__",
        "Set-up complete: 1 of 1 steps in _:__.",
      ],
    });
    const pid = Number(readFileSync(join(folder, "pid"), "utf8"));
    expect(readFileSync(engine.logFile, "utf8")).toContain("API listen on");
    expect((await setUp(engine)).lines).toEqual(["Set-up: everything is in place (_ s)."]);
    expect(Number(readFileSync(join(folder, "pid"), "utf8"))).toBe(pid);
    process.kill(pid);
    await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
  },
  90_000,
);

test.runIf(mayStart)("an engine that ends at once shows the end of its log", async () => {
  const { complete, lines } = await setUp(place("--no-such-option"));
  expect({ complete, lines }).toEqual({
    complete: false,
    lines: expect.arrayContaining([
      "[1/1] Docker engine: failed after _:__",
      expect.stringContaining("unknown flag: --no-such-option"),
      "    dockerd ended at once.",
    ]),
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test.runIf(onPath("apt-get"))(
  "Docker Compose of Debian 13 becomes the user's plugin in seconds",
  async () => {
    const plugin = join(folder, "cli-plugins", "docker-compose");
    const log = createWriteStream(join(folder, "compose.log"));
    const notes: string[] = [];
    const installed = await installFromDebian(plugin, {
      say: () => {},
      note: (text) => void notes.push(text),
      run: (command, args, options) => runCommand(log, command, args, options),
    });
    expect({ installed, notes }).toEqual({ installed: true, notes: [] });
    expect(execFileSync(plugin, ["version", "--short"], { encoding: "utf8" })).toMatch(/^2\.26\./);
  },
);
