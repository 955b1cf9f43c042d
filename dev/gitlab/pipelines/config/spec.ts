import { textOf } from "../source/yaml.ts";
import type { When } from "../state/progress.ts";
import type { RetryRule } from "../state/retry.ts";
import type { Decision } from "./decide.ts";
import { durationSeconds } from "./duration.ts";
import { type Candidate, type CiFile, type Entry, type Need, needsOf, stageOf, texts } from "./file.ts";
import { type TriggerSpec, triggerSpec } from "./trigger.ts";
import { inheritedVariables } from "./variables.ts";

export interface EnvironmentSpec {
  readonly name: string;
  readonly url: string | null;
  readonly action: string;
  readonly onStop: string | null;
  readonly autoStopIn: string | null;
  readonly tier: string | null;
}

/** Everything that a pipeline knows about a job before it runs. */
export interface JobSpec {
  readonly name: string;
  readonly entryName: string;
  readonly stage: string;
  readonly when: When;
  /** Or the exit codes that are no failure. */
  readonly allowFailure: boolean | readonly number[];
  readonly needs: readonly Need[] | undefined;
  /** Names of entries, or of parallel jobs. */
  readonly dependencies: readonly string[] | undefined;
  readonly tags: readonly string[];
  /** Seconds. */
  readonly timeout: number | undefined;
  readonly startIn: number | undefined;
  readonly retry: RetryRule | undefined;
  readonly interruptible: boolean;
  readonly resourceGroup: string | undefined;
  readonly environment: EnvironmentSpec | undefined;
  readonly coverage: string | undefined;
  /** Variables of the file, this entry, its copy and its rule. Later ones win. */
  readonly variables: Readonly<Record<string, string>>;
  readonly index: number | undefined;
  readonly total: number;
  readonly matrix: Readonly<Record<string, string>>;
  /** The runner's part: script, image, services, artifacts, cache, hooks. */
  readonly work: Entry;
  /** The job runs nothing: it starts a pipeline. */
  readonly trigger?: TriggerSpec | undefined;
}

const workKeys = [
  "before_script",
  "script",
  "after_script",
  "image",
  "services",
  "artifacts",
  "cache",
  "hooks",
  "id_tokens",
];

export function jobSpec(file: CiFile, { entryName, entry, copy }: Candidate, decision: Decision): JobSpec {
  const { rule } = decision;
  const seconds = (value: unknown) => (value === undefined ? undefined : durationSeconds(textOf(value)));
  const dependencies = entry.dependencies as readonly string[] | undefined;
  return {
    name: copy.name,
    entryName,
    stage: stageOf(entry),
    when: decision.when as When,
    allowFailure: allowed(decision.allowFailure),
    needs: needsOf(rule.needs ?? entry.needs),
    dependencies,
    tags: ((entry.tags ?? []) as unknown[]).map(textOf),
    timeout: seconds(entry.timeout),
    startIn: decision.when === "delayed" ? seconds(decision.startIn) : undefined,
    retry: retryRule(entry.retry),
    interruptible: (rule.interruptible ?? entry.interruptible) === true,
    resourceGroup: entry.resource_group === undefined ? undefined : textOf(entry.resource_group),
    environment: environmentSpec(entry.environment),
    coverage: entry.coverage === undefined ? undefined : textOf(entry.coverage),
    variables: {
      ...texts(inheritedVariables(file, entry)),
      ...texts(entry.variables),
      ...copy.variables,
      ...texts(rule.variables),
    },
    index: copy.index,
    total: copy.total,
    matrix: copy.variables,
    ...(entry.trigger !== undefined && { trigger: triggerSpec(entry.trigger) }),
    work: Object.fromEntries(
      workKeys.filter((key) => Object.hasOwn(entry, key)).map((key) => [key, entry[key]]),
    ),
  };
}

function allowed(value: unknown): boolean | readonly number[] {
  const codes = (value as { exit_codes?: number | number[] } | null)?.exit_codes;
  return codes === undefined ? value === true : [codes].flat();
}

function retryRule(value: unknown): RetryRule | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "number") return { max: value, when: ["always"], exitCodes: [] };
  const {
    max = 0,
    when,
    exit_codes,
  } = value as {
    max?: number;
    when?: string | string[];
    exit_codes?: number | number[];
  };
  const exitCodes = exit_codes === undefined ? [] : [exit_codes].flat();
  const reasons = when === undefined ? (exitCodes.length > 0 ? [] : ["always"]) : [when].flat();
  return { max, when: reasons, exitCodes };
}

function environmentSpec(value: unknown): EnvironmentSpec | undefined {
  if (value === undefined || value === null) return undefined;
  const given = (typeof value === "string" ? { name: value } : value) as Record<string, string | undefined>;
  return {
    name: textOf(given.name),
    url: given.url ?? null,
    action: given.action ?? "start",
    onStop: given.on_stop ?? null,
    autoStopIn: given.auto_stop_in ?? null,
    tier: given.deployment_tier ?? null,
  };
}
