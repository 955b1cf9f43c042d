import { requireEngines, stageEngines } from "./engines.ts";
import { CommandError, read } from "./pulumi.ts";
import { requireStandin } from "./standin.ts";

/** What `pulumi refresh --preview-only --json` prints, the part that is used here. */
export interface RefreshPreview {
  readonly steps: readonly Step[];
}

export interface Step {
  /** `refresh` (as it was recorded), `update` (changed) or `delete` (gone). */
  readonly op: string;
  readonly urn: string;
  readonly oldState?: ResourceState;
  readonly newState?: ResourceState | null;
  /** By property path. */
  readonly detailedDiff?: Readonly<Record<string, unknown>> | null;
}

export interface ResourceState {
  readonly type: string;
  readonly parent?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/**
 * Reads every resource of a stage afresh; neither the stage nor its state changes.
 * @throws ProblemError where an engine or the stand-in for GitLab does not answer, else CommandError
 */
export async function previewRefresh(stage: string): Promise<RefreshPreview> {
  const attempt = () => read(stage, "refresh", "--preview-only", "--json");
  let outcome = await attempt();
  if (outcome.code === 0) return JSON.parse(outcome.stdout) as RefreshPreview;
  const engines = await stageEngines(stage);
  await requireEngines(engines);
  await requireStandin(stage);
  // Asking them has opened the tunnels of ssh hosts, if that is what was missing.
  if (engines.some(({ engine }) => engine.address.startsWith("ssh:"))) outcome = await attempt();
  if (outcome.code === 0) return JSON.parse(outcome.stdout) as RefreshPreview;
  throw new CommandError({ ...outcome, stdout: errorsOf(outcome.stdout) });
}

/** A failed run prints all it has read, and what failed at the end of it. */
function errorsOf(stdout: string): string {
  if (!stdout.startsWith("{")) return stdout;
  const { diagnostics = [] } = JSON.parse(stdout) as {
    diagnostics?: { severity: string; message: string }[];
  };
  return diagnostics
    .flatMap(({ severity, message }) => (severity === "error" ? [message.trim()] : []))
    .join("\n");
}
