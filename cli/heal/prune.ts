import { type Engine, orMissing } from "../../lib/docker/client.ts";
import { inspectContainer, removeContainer } from "../../lib/docker/containers.ts";
import { engineProblem } from "../../lib/docker/engine-problems.ts";
import { problemLine } from "../../lib/problems/index.ts";
import { exportState, recordedHosts } from "../../lib/state/index.ts";
import type { Extra, Finding } from "../../lib/status/index.ts";
import { confirmByName } from "../stage/confirmation.ts";
import { engineOfRecorded } from "../stage/engines.ts";
import { pulumiCliOf } from "../stage/pulumi.ts";

/** A finding of something that the stage does not declare. */
type ExtraFinding = Finding & { readonly extra: Extra };

export interface Pruned {
  /** A line for each thing that is gone. */
  readonly lines: readonly string[];
  /** A line for each thing that its engine did not remove. */
  readonly faults: readonly string[];
}

/**
 * Removes extra containers, networks and volumes of a stage. Asks for the stage's name before it removes a volume.
 * @throws ProblemError if something else is typed. Then nothing is removed
 */
export async function pruneExtras(stage: string, findings: readonly Finding[]): Promise<Pruned> {
  const extras = findings.filter(isPrunable).sort((a, b) => rank(a) - rank(b));
  if (extras.length === 0) return { lines: [], faults: [] };
  const volumes = extras.filter(({ extra }) => extra.kind === "volume");
  if (volumes.length > 0) await confirmByName("make heal", stage, volumes.map(loss));
  const { deployment } = await exportState(pulumiCliOf(stage));
  const engines = new Map(recordedHosts(deployment).map((host) => [host.name, engineOfRecorded(host)]));
  const [lines, faults]: [string[], string[]] = [[], []];
  for (const each of extras) {
    const engine = engines.get(each.host ?? "");
    if (!engine) continue;
    try {
      await remove(engine, each.extra);
      lines.push(`removed: ${each.address}`);
    } catch (error) {
      faults.push(problemLine(engineProblem(each.address, error)));
    }
  }
  return { lines, faults };
}

function isPrunable(finding: Finding): finding is ExtraFinding {
  return finding.remedy === "prune" && finding.extra !== undefined && !finding.ignored;
}

/** Containers go first, because they use networks and volumes. */
function rank({ extra: { kind } }: ExtraFinding): number {
  return ["container", "network", "volume"].indexOf(kind);
}

function loss({ extra: { name }, host }: ExtraFinding): string {
  return `Volume ${name} on ${host} is removed with its data.`;
}

/** By id if there is one, because something else may have the name meanwhile. */
async function remove(engine: Engine, { kind, name, id = name }: Extra): Promise<void> {
  if (kind !== "container") {
    await engine.request("DELETE", `/${kind}s/${encodeURIComponent(id)}`).catch(orMissing);
    return;
  }
  const found = await inspectContainer(engine, id);
  if (found) await removeContainer(engine, found);
}
