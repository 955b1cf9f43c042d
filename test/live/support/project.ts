import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
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
import { pathToFileURL } from "node:url";
import {
  type EngineEvent,
  LocalWorkspace,
  type OutputMap,
  type Stack,
} from "@pulumi/pulumi/automation/index.js";
import { afterAll, vi } from "vitest";
import { parse, stringify } from "yaml";
import { changes } from "./changes.ts";
import { attempt, type Outcome, type Running, start } from "./command.ts";
import { requireTools } from "./machine.ts";
import { freeSubnet, randomName } from "./names.ts";

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const checkout = resolve(import.meta.dirname, "../../..");
/** What a project shares with the checkout: the program, but neither its data nor its state. */
const program = readdirSync(checkout).filter((entry) =>
  /^(?!stacks$|test$|Pulumi\..+\.yaml$)[^.]/.test(entry),
);

/** This machine's engine. */
export const engine = "unix:///var/run/docker.sock";

export type Settings = Readonly<Record<string, unknown>>;

/** What a run changed, as `changes` lists it, and the stack's outputs after it. */
export interface Run {
  readonly changes: string[];
  readonly outputs: OutputMap;
}

/**
 * The program in a folder of its own, with its own stacks, stage, state and passphrase. All of it, and all that
 * it put on the engine, is gone after the tests of the file, also where they are interrupted.
 */
export class Project {
  /** The stage's name, which nobody else has; tags of images that a test builds or pushes contain it. */
  readonly stage = randomName();
  readonly passphrase = randomBytes(12).toString("hex");
  readonly folder: string;
  readonly state: string;
  /** Of every command: as it was prepared, but for state and passphrase. */
  readonly env: NodeJS.ProcessEnv;
  /** Of default networks, by stack: another one would be another network. */
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
    this.configure({ hosts: { Local: { engine } }, ...settings });
    const { PULUMI_CONFIG_PASSPHRASE_FILE: _, ...prepared } = process.env;
    this.env = {
      ...prepared,
      PULUMI_BACKEND_URL: pathToFileURL(this.state).href,
      PULUMI_CONFIG_PASSPHRASE: this.passphrase,
      STAGE: this.stage,
      CONFIRM: this.stage,
    };
  }

  /** Adds settings to the stage's file, or takes their place there. */
  configure(settings: Settings): void {
    const file = join(this.folder, `Pulumi.${this.stage}.yaml`);
    const { config, ...rest } = existsSync(file) ? parse(readFileSync(file, "utf8")) : {};
    const added = Object.entries(settings).map(([key, value]) => [`smallboat:${key}`, value]);
    writeFileSync(file, stringify({ config: { ...config, ...Object.fromEntries(added) }, ...rest }));
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

  /** The stage, by Pulumi's Automation API; made where it is new. */
  open(): Promise<Stack> {
    const envVars = Object.fromEntries(
      Object.entries(this.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    return LocalWorkspace.createOrSelectStack({ stackName: this.stage, workDir: this.folder }, { envVars });
  }

  async up(): Promise<Run> {
    const events: EngineEvent[] = [];
    const { outputs } = await (await this.open()).up({ onEvent: (event) => events.push(event) });
    return { changes: changes(events), outputs };
  }

  /** Runs a file of operations/ as `make` does. */
  operation(name: string, env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    return this.start(name, env).outcome;
  }

  /** As `operation`, in a process group of its own, without waiting for its end. */
  start(name: string, env: NodeJS.ProcessEnv = {}): Running {
    const options = { cwd: this.folder, env: { ...this.env, ...env }, detached: true };
    return start(process.execPath, [join(checkout, "operations", `${name}.ts`)], options);
  }

  /** Calls the Pulumi CLI. */
  pulumi(...args: string[]): Promise<Outcome> {
    return attempt("pulumi", [...args, "--stack", this.stage], { cwd: this.folder, env: this.env });
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
