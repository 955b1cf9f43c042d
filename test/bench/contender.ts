import type { Scenario } from "./scenario.ts";
import type { Workload } from "./workload.ts";

/** From nothing; with nothing changed; looking for drift where there is none; back to nothing. */
export const phases = ["up", "unchanged", "drift", "destroy"] as const;
export type Phase = (typeof phases)[number];

/** The names under which measurements are compared, printed and kept. */
export type ContenderName =
  | "smallboat"
  | "empty program"
  | "compose"
  | "compose 16 at a time"
  | "tofu"
  | "tofu -parallelism=64"
  | "raw API 16 at a time";

/** Where a contender works, and what it needs to know. */
export interface Site {
  /** An empty folder of its own. */
  readonly folder: string;
  /** Address of the Docker engine. */
  readonly engine: string;
  /** Folder of the peers' programs. */
  readonly bin: string;
  readonly workload: Workload;
  readonly run: Run;
}

/** Runs a program to its end; rejects where that is not exit code 0. */
export type Run = (
  command: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string | undefined>> },
) => Promise<void>;

/** One way to bring stacks up. */
export interface Contender {
  readonly name: ContenderName;
  /** Those in which it is measured. */
  readonly scenarios: readonly Scenario[];
  /** False for the one that creates nothing. */
  readonly creates: boolean;
  /** Everything that a user has done before he starts the clock. Phases that are missing do not exist here. */
  prepare(site: Site): Promise<Partial<Record<Phase, () => Promise<void>>>>;
}
