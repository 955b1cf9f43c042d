import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { afterAll, vi } from "vitest";
import { parse, stringify } from "yaml";
import { backendUrl } from "../../../dev/toolchain/setup/state.ts";
import type { StageOutputs } from "../../../lib/state/index.ts";
import { changes } from "./changes.ts";
import { attempt, type Outcome, type Running, run, start } from "./command.ts";
import { requireTools } from "./machine.ts";
import { freeSubnet, randomName } from "./names.ts";
import { emptyState, encrypted, encryptionsalt, passphrase } from "./new-stage.ts";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const checkout = resolve(import.meta.dirname, "../../..");
/** The checkout's entries that a project shares: the program without data and state. */
const program = readdirSync(checkout).filter((entry) =>
  /^(?!stacks$|locks$|test$|Pulumi\..+\.yaml$)[^.]/.test(entry),
);

/** This machine's engine. */
export const engine = "unix:///var/run/docker.sock";

export type Settings = Readonly<Record<string, unknown>>;

/** What a stage's file holds. */
interface StageFile {
  readonly config?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly encryptionsalt?: string;
}

export interface Run {
  /** Its changes, in the form of `changes`. */
  readonly changes: string[];
  /** All that the Pulumi CLI reported, in order. */
  readonly events: readonly EngineEvent[];
}

/**
 * The program in its own folder, with its own stacks, stage, state and passphrase. After the tests of the
 * file all of it is removed, with everything that it created on the engine, even if the tests are
 * interrupted.
 */
export class Project {
  /** The stage's unique name. The tags of images that a test builds or pushes contain it. */
  readonly stage = randomName();
  readonly passphrase = passphrase;
  readonly folder: string;
  readonly state: string;
  /** The environment of every command: the prepared one, except state and passphrase. */
  readonly env: NodeJS.ProcessEnv;
  /** The subnets of default networks, by stack: another subnet would replace the network. */
  readonly #subnets = new Map<string, string>();

  /**
   * @param settings below `smallboat:`; the host Local is this machine's engine unless they have hosts
   * @param outside folders elsewhere that the program will write, to be removed too
   */
  constructor(settings: Settings = {}, ...outside: readonly string[]) {
    requireTools();
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), "smallboat-")));
    this.state = join(this.folder, "state");
    this.#reapAfterwards(outside);
    for (const entry of program) symlinkSync(join(checkout, entry), join(this.folder, entry));
    mkdirSync(this.state);
    this.#edit(() => ({ encryptionsalt }));
    this.configure({ hosts: { Local: { engine } }, ...settings });
    const { PULUMI_CONFIG_PASSPHRASE_FILE: _, ...prepared } = process.env;
    this.env = {
      ...prepared,
      PULUMI_BACKEND_URL: backendUrl(this.state),
      PULUMI_CONFIG_PASSPHRASE: this.passphrase,
      STAGE: this.stage,
      CONFIRM: this.stage,
    };
  }

  /** Adds settings to the stage's file, or replaces them there. */
  configure(settings: Settings): void {
    const added = Object.entries(settings).map(([key, value]) => [`smallboat:${key}`, value]);
    this.#edit(({ config }) => ({ config: { ...config, ...Object.fromEntries(added) } }));
  }

  /** Writes the compose file of a stack such as `Local/web`, its default network outside Docker's pools. */
  stack(path: string, content: Readonly<Record<string, unknown>>): void {
    const subnet = this.#subnets.get(path) ?? freeSubnet();
    this.#subnets.set(path, subnet);
    const networks = { default: { ipam: { config: [{ subnet }] } } };
    this.write(`${path}/compose.yaml`, stringify({ networks, ...content }));
  }

  /** Writes a file below stacks/, such as `Local/web/html/index.html`. */
  write(path: string, content: string): void {
    const file = join(this.folder, "stacks", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  /** Removes a stack's folder. */
  remove(path: string): void {
    rmSync(join(this.folder, "stacks", path), { recursive: true });
  }

  /** Creates the stage if it is new. It writes the files that Pulumi would write, because the CLI needs half a second for them. */
  create(): void {
    const file = join(this.state, `.pulumi/stacks/smallboat/${this.stage}.json`);
    if (existsSync(file)) return;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(join(this.state, ".pulumi/meta.yaml"), "version: 1\n");
    writeFileSync(file, emptyState(this.stage));
  }

  /** Sets a secret of the stage, encrypted. */
  setSecret(name: string, value: string): void {
    this.create();
    const key = "smallboat:secrets";
    this.#edit(({ config }) => ({
      config: { ...config, [key]: { ...config?.[key], [name]: encrypted(value) } },
    }));
  }

  /** Updates the stage. A new one is created. @throws Error with the whole output of a failed run */
  async up(): Promise<Run> {
    this.create();
    const log = join(this.folder, "events.jsonl");
    try {
      await this.#demand(["up", "--yes", "--skip-preview", "--event-log", log]);
      const events = readFileSync(log, "utf8").trim().split("\n");
      const parsed = events.map((line) => JSON.parse(line) as EngineEvent);
      return { changes: changes(parsed), events: parsed };
    } finally {
      rmSync(log, { force: true });
    }
  }

  /** The stack outputs, with secrets in plain text. */
  async outputs(): Promise<Required<StageOutputs<string>>> {
    return JSON.parse(await this.#demand(["stack", "output", "--json", "--show-secrets"]));
  }

  /** Runs a command of cli/ as `make` does. */
  operation(name: string, env: NodeJS.ProcessEnv = {}, ...args: string[]): Promise<Outcome> {
    return this.start(name, env, ...args).outcome;
  }

  /** As `operation`, in a process group of its own, without waiting for its end. */
  start(name: string, env: NodeJS.ProcessEnv = {}, ...args: string[]): Running {
    const options = { cwd: this.folder, env: { ...this.env, ...env }, detached: true };
    return start(process.execPath, [join(checkout, "cli", `${name}.ts`), ...args], options);
  }

  /** Calls the Pulumi CLI. */
  pulumi(...args: string[]): Promise<Outcome> {
    return attempt("pulumi", [...args, "--stack", this.stage], { cwd: this.folder, env: this.env });
  }

  /** Changes the stage's file. @param change returns what is other at its top level */
  #edit(change: (before: StageFile) => StageFile): void {
    const file = join(this.folder, `Pulumi.${this.stage}.yaml`);
    const before: StageFile = existsSync(file) ? parse(readFileSync(file, "utf8")) : {};
    writeFileSync(file, stringify({ ...before, ...change(before) }));
  }

  /**
   * @returns the output of a command of the Pulumi CLI
   * @throws Error with the whole output of a failed one
   */
  #demand(command: readonly string[]): Promise<string> {
    // The CLI has the option for the log of events only in debug mode.
    const env = { ...this.env, PULUMI_DEBUG_COMMANDS: "true" };
    const args = [...command, "--stack", this.stage, "--non-interactive"];
    return run("pulumi", args, { cwd: this.folder, env });
  }

  #reapAfterwards(outside: readonly string[]): void {
    const command = [join(import.meta.dirname, "reaper.ts"), this.stage, this.folder, ...outside];
    const reaper = spawn(process.execPath, command, { cwd: "/", detached: true, stdio: ["pipe", 1, 2] });
    afterAll(async () => {
      reaper.stdin?.end();
      await once(reaper, "close");
    });
  }
}
