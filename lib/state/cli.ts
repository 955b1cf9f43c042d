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
 * @returns the command's output
 * @throws if the command fails
 */
export type PulumiCli = (command: readonly string[], input?: string) => Promise<string>;

/** Reads the state. Secrets are ciphertext, unless an option asks for plain text. */
export async function exportState(cli: PulumiCli, ...options: readonly string[]): Promise<State> {
  const text = await cli(["stack", "export", ...options]);
  return parseState(text, "pulumi stack export", "restore the state that your backend keeps");
}

/** A function that returns the state. It is read at the first call, and only once. */
export function stateOnDemand(cli: () => PulumiCli): () => Promise<State> {
  let state: Promise<State> | undefined;
  return () => {
    state ??= exportState(cli());
    return state;
  };
}

/** Writes the state by standard input. Pulumi encrypts secrets that are in plain text. */
export async function importState(cli: PulumiCli, state: State): Promise<void> {
  await cli(["stack", "import"], JSON.stringify(state));
}

/** Previews what the next run would do. */
export async function previewUpdate(cli: PulumiCli, ...options: readonly string[]): Promise<Preview> {
  return parsePreview(await cli(["preview", "--json", ...options]));
}

/** A preview and its plan. Secrets are ciphertext. */
export interface Planned {
  /** Includes the resources that stay the same. */
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

/** The Pulumi CLI for the program itself, which runs within a command of the CLI. */
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
