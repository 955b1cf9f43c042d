import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ProblemError } from "../problems/index.ts";
import { type Preview, parsePreview, type UpdatePlan } from "./preview.ts";
import { parseState, type State } from "./state.ts";

/**
 * Runs a command of the Pulumi CLI on one stage.
 * @param input what the command reads from standard input
 * @returns what it prints @throws where it fails
 */
export type PulumiCli = (command: readonly string[], input?: string) => Promise<string>;

/** Secrets are ciphertext, unless an option says otherwise. */
export async function exportState(cli: PulumiCli, ...options: readonly string[]): Promise<State> {
  const text = await cli(["stack", "export", ...options]);
  return parseState(text, "pulumi stack export", "restore the state that your backend keeps");
}

/** What gives the state; it is read when it is first needed, and only once. */
export function stateOnDemand(cli: () => PulumiCli): () => Promise<State> {
  let state: Promise<State> | undefined;
  return () => {
    state ??= exportState(cli());
    return state;
  };
}

/** Hands the state over by standard input: Pulumi encrypts the secrets that it holds in plain text. */
export async function importState(cli: PulumiCli, state: State): Promise<void> {
  await cli(["stack", "import"], JSON.stringify(state));
}

/** What the next run would do. */
export async function previewUpdate(cli: PulumiCli, ...options: readonly string[]): Promise<Preview> {
  return parsePreview(await cli(["preview", "--json", ...options]));
}

/** How the providers see what is recorded, without a change of the state. */
export async function previewRefresh(cli: PulumiCli, ...options: readonly string[]): Promise<Preview> {
  return parsePreview(await cli(["refresh", "--preview-only", "--json", ...options]));
}

/** What the program declares, and what the next run would do; secrets are ciphertext. */
export interface Planned {
  /** With the resources that stay the same. */
  readonly preview: Preview;
  readonly plan: UpdatePlan;
}

export async function planUpdate(cli: PulumiCli, ...options: readonly string[]): Promise<Planned> {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-plan-"));
  try {
    const file = join(folder, "plan.json");
    const preview = await previewUpdate(cli, "--show-sames", "--save-plan", file, ...options);
    return { preview, plan: JSON.parse(readFileSync(file, "utf8")) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const maxBytes = 1 << 30;

/** The Pulumi CLI for the program itself, which runs within one of its commands. */
export function pulumiCli(stack: string): PulumiCli {
  return async (command, input = "") => {
    const args = [...command, "--stack", stack, "--non-interactive"];
    const running = promisify(execFile)("pulumi", args, { maxBuffer: maxBytes });
    running.child.stdin?.on("error", () => {}).end(input);
    const { stdout } = await running.catch(({ stderr, message }) => {
      const path = `pulumi ${command.join(" ")}`;
      const found = `"${stderr?.trim() || message}"`;
      const remedy = `run it to see why: ${path} --stack ${stack}`;
      throw new ProblemError([{ path, expected: `stage ${stack}`, found, remedy }]);
    });
    return stdout;
  };
}
