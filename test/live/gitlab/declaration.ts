import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type EngineEvent,
  LocalWorkspace,
  type OutputMap,
  type PulumiFn,
  type Stack,
} from "@pulumi/pulumi/automation/index.js";
import { onTestFinished, vi } from "vitest";
import { gitLabOfTest, type TestGitLab } from "../standin/server.ts";
import { changes } from "../support/changes.ts";
import { requireTools } from "../support/machine.ts";
import { randomName } from "../support/names.ts";
import { reapAtEnd } from "../support/reaped.ts";

vi.setConfig({ testTimeout: 120_000 });

/** What a run changed, as `changes` lists it, and what it printed. */
export interface Run {
  readonly changes: string[];
  readonly outputs: OutputMap;
  readonly text: string;
}

/** Programs of a few GitLab resources, one stack of them, and a stand-in of their own. All go with the test. */
export class Declaration {
  readonly gitlab: TestGitLab;
  readonly #folder: string;
  readonly #stack: string;
  readonly #envVars: Record<string, string>;
  #opened: Promise<Stack> | undefined;

  static async ofTest(environment: Readonly<Record<string, string>> = {}): Promise<Declaration> {
    requireTools();
    const folder = await mkdtemp(join(tmpdir(), "smallboat-declaration-"));
    const stack = randomName();
    onTestFinished(reapAtEnd(stack, folder));
    const gitlab = await gitLabOfTest();
    await Promise.all(["state", "program"].map((part) => mkdir(join(folder, part))));
    return new Declaration(gitlab, folder, stack, environment);
  }

  private constructor(
    gitlab: TestGitLab,
    folder: string,
    stack: string,
    environment: Readonly<Record<string, string>>,
  ) {
    this.gitlab = gitlab;
    this.#folder = folder;
    this.#stack = stack;
    this.#envVars = {
      PULUMI_BACKEND_URL: pathToFileURL(join(folder, "state")).href,
      PULUMI_CONFIG_PASSPHRASE: randomBytes(12).toString("hex"),
      GITLAB_BASE_URL: gitlab.url,
      GITLAB_TOKEN: gitlab.rootToken,
      ...environment,
    };
  }

  async up(program: PulumiFn): Promise<Run> {
    const events: EngineEvent[] = [];
    const onEvent = (event: EngineEvent) => events.push(event);
    const { outputs, stdout } = await (await this.open(program)).up({ onEvent });
    return { changes: changes(events), outputs, text: stdout };
  }

  async preview(program: PulumiFn): Promise<string[]> {
    const events: EngineEvent[] = [];
    await (await this.open(program)).preview({ onEvent: (event) => events.push(event) });
    return changes(events);
  }

  /** What a run that has to fail says of its faults, each once. */
  async failure(program: PulumiFn): Promise<string[]> {
    const events: EngineEvent[] = [];
    const onEvent = (event: EngineEvent) => events.push(event);
    const failed = await (await this.open(program)).up({ onEvent }).then(
      () => false,
      () => true,
    );
    if (!failed) throw new Error("the run should have failed");
    const faults = events.flatMap(({ diagnosticEvent: said }) =>
      said?.severity === "error" && said.urn ? [said.message.replace(/<\{%.*?%\}>/g, "").trim()] : [],
    );
    return [...new Set(faults)].filter((fault) => fault !== "update failed");
  }

  async destroy(): Promise<void> {
    await (await this.open(async () => {})).destroy();
  }

  /** The state as it is kept on disk, with the copies and the history that Pulumi keeps. */
  async state(): Promise<string> {
    const entries = await readdir(join(this.#folder, "state"), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const texts = await Promise.all(
      files.map(({ parentPath, name }) => readFile(join(parentPath, name), "utf8")),
    );
    return texts.join("\n");
  }

  /** The stack with another program. It is selected once, for that takes the Pulumi CLI two commands. */
  async open(program: PulumiFn): Promise<Stack> {
    this.#opened ??= LocalWorkspace.createOrSelectStack(
      { stackName: this.#stack, projectName: "declaration", program },
      { envVars: this.#envVars, workDir: join(this.#folder, "program") },
    );
    const stack = await this.#opened;
    stack.workspace.program = program;
    return stack;
  }
}
