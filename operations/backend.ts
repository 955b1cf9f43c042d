import { existsSync, readFileSync, rmSync } from "node:fs";
import type { StageFiles } from "../locks/index.ts";

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
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** URN and id of the provider. */
  readonly provider?: string;
}

export function readState({ state }: Pick<StageFiles, "state">): State {
  if (!existsSync(state)) return { resources: [], pending: [] };
  const { checkpoint } = JSON.parse(readFileSync(state, "utf8")) as {
    checkpoint: { latest?: { resources?: State["resources"]; pending_operations?: State["pending"] } };
  };
  return {
    resources: checkpoint.latest?.resources ?? [],
    pending: checkpoint.latest?.pending_operations ?? [],
  };
}

/**
 * Removes what a killed run left half-written beside a stage's state. Pulumi replaces the state itself as a whole, but
 * writes a file of attributes (`.attrs`) in place, reads no state beside a torn one, and does well without it.
 */
export function removeTornAttributes({ state }: Pick<StageFiles, "state">): void {
  for (const file of [`${state}.attrs`, `${state}.bak.attrs`]) {
    if (existsSync(file) && !isJson(readFileSync(file, "utf8"))) rmSync(file);
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
