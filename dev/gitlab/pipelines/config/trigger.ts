import { isHash, textOf } from "../source/yaml.ts";
import type { Entry } from "./file.ts";

/** The pipeline that a job starts instead of running a script. */
export interface TriggerSpec {
  /** Path of another project; null: a child of the job's own pipeline. */
  readonly project: string | null;
  /** Of the other project; null: its default branch. */
  readonly branch: string | null;
  /** Configuration of a child, as in `include`. */
  readonly include: readonly Entry[];
  /** Null: the job ends when the pipeline is created. Else it ends with the pipeline's status. */
  readonly strategy: "depend" | "mirror" | null;
  readonly forwardsYaml: boolean;
  readonly forwardsPipeline: boolean;
  readonly inputs: Readonly<Record<string, unknown>>;
}

const keys = ["project", "branch", "include", "strategy", "forward", "inputs"];
/** Keys that a job which starts a pipeline cannot have. */
const foreign = ["script", "before_script", "after_script", "image", "services", "artifacts", "cache"];

/** The faults of a job's trigger, in GitLab's words. */
export function checkTrigger(where: string, entry: Entry): string[] {
  const { trigger } = entry;
  const problems: string[] = [];
  const strange = foreign.filter((key) => entry[key] !== undefined);
  if (strange.length > 0) problems.push(`${where} config contains unknown keys: ${strange.join(", ")}`);
  if (typeof trigger === "string" && trigger !== "") return problems;
  if (!isHash(trigger)) return [...problems, `${where}:trigger has to be either a string or a hash`];
  const unknown = Object.keys(trigger).filter((key) => !keys.includes(key));
  if (unknown.length > 0)
    problems.push(`${where}:trigger config contains unknown keys: ${unknown.join(", ")}`);
  const isChild = trigger.include !== undefined;
  if (!isChild && typeof trigger.project !== "string") {
    problems.push(`${where}:trigger project can't be blank`);
  }
  if (isChild && trigger.project !== undefined) {
    problems.push(`${where}:trigger config contains unknown keys: project`);
  }
  if (trigger.strategy !== undefined && !["depend", "mirror"].includes(textOf(trigger.strategy))) {
    problems.push(`${where}:trigger strategy should be depend or mirror`);
  }
  return problems;
}

export function triggerSpec(trigger: unknown): TriggerSpec | undefined {
  if (trigger === undefined || trigger === null) return undefined;
  const given = (typeof trigger === "string" ? { project: trigger } : trigger) as Entry;
  const { yaml_variables, pipeline_variables } = (given.forward ?? {}) as Entry;
  const includes = [given.include ?? []].flat() as (string | Entry)[];
  return {
    project: typeof given.project === "string" ? given.project : null,
    branch: given.branch === undefined ? null : textOf(given.branch),
    include: includes.map((each) => (typeof each === "string" ? { local: each } : each)),
    strategy: (given.strategy as TriggerSpec["strategy"] | undefined) ?? null,
    forwardsYaml: yaml_variables !== false,
    forwardsPipeline: pipeline_variables === true,
    inputs: isHash(given.inputs) ? given.inputs : {},
  };
}
