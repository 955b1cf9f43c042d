import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

/** The files of one stage in Pulumi's own file backend. */
export interface StageFiles {
  readonly state: string;
  readonly locks: string;
}

/** Undefined where the state is kept elsewhere than in a folder (PULUMI_BACKEND_URL). */
export function stageFiles(stage: string): StageFiles | undefined {
  const url = process.env.PULUMI_BACKEND_URL;
  if (!url?.startsWith("file:///")) return undefined;
  const { name } = parse(readFileSync("Pulumi.yaml", "utf8")) as { name: string };
  const root = join(fileURLToPath(url), ".pulumi");
  return {
    state: join(root, "stacks", name, `${stage}.json`),
    locks: join(root, "locks/organization", name, stage),
  };
}

/** The process that holds a stage's lock. */
export interface Lock {
  readonly pid: number;
  readonly hostname: string;
  /** ISO 8601. */
  readonly timestamp: string;
}

export function readLocks({ locks }: StageFiles): Lock[] {
  if (!existsSync(locks)) return [];
  const files = readdirSync(locks).filter((file) => file.endsWith(".json"));
  return files.map((file) => JSON.parse(readFileSync(join(locks, file), "utf8")) as Lock);
}

/** The state of a stage, the part that is used here. */
export interface State {
  readonly resources: readonly StateResource[];
  /** What a run had begun and not finished when its state was last written. */
  readonly pending: readonly { readonly type: string; readonly resource: StateResource }[];
}

export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** URN and id of the provider. */
  readonly provider?: string;
}

export function readState({ state }: StageFiles): State {
  if (!existsSync(state)) return { resources: [], pending: [] };
  const { checkpoint } = JSON.parse(readFileSync(state, "utf8")) as {
    checkpoint: { latest?: { resources?: State["resources"]; pending_operations?: State["pending"] } };
  };
  return {
    resources: checkpoint.latest?.resources ?? [],
    pending: checkpoint.latest?.pending_operations ?? [],
  };
}
