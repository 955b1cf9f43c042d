import { type Answers, ruleKey } from "../rules/answers.ts";
import type { Candidate, CiFile, Entry, Rule } from "./file.ts";
import { coversRef, type Policy, policy, type RefContext } from "./only.ts";

/** The result of `rules`, or of `only` and `except`, for a job that is in the pipeline. */
export interface Decision {
  readonly when: string;
  readonly allowFailure: unknown;
  readonly startIn: unknown;
  /** Of the rule that matched. */
  readonly rule: Rule;
}

/** A job without `rules` runs for branches and tags only. If the workflow has rules, they decide instead. */
function onlyOf({ workflow }: CiFile, { only }: Entry): Policy {
  const { rules } = (workflow ?? {}) as { rules?: unknown };
  const refs = ["branches", "tags"];
  return only === undefined ? (rules === undefined ? { refs } : {}) : { refs, ...policy(only) };
}

/** Whether a job is in the pipeline, and how; undefined if it is not. */
export function decide(
  file: CiFile,
  { entry, copy }: Candidate,
  answers: Answers,
  context: RefContext,
): Decision | undefined {
  if (entry.rules === undefined) {
    const only = onlyOf(file, entry);
    return isCovered(copy.name, only, policy(entry.except), answers, context) ? byEntry(entry) : undefined;
  }
  const rules = entry.rules as Rule[];
  const rule = rules.find((_, index) => answers.has(ruleKey(copy.name, index)));
  if (!rule) return undefined;
  const when = rule.when ?? text(entry.when) ?? "on_success";
  if (when === "never") return undefined;
  // A job that is manual by its own key may stay unplayed. A job that is manual by a rule blocks the
  // pipeline.
  const isOptional = rule.when === undefined && entry.when === "manual";
  const allowFailure = rule.allow_failure ?? entry.allow_failure ?? isOptional;
  return { when, allowFailure, startIn: rule.start_in ?? entry.start_in, rule };
}

function byEntry(entry: Entry): Decision {
  const when = text(entry.when) ?? "on_success";
  const allowFailure = entry.allow_failure ?? when === "manual";
  return { when, allowFailure, startIn: entry.start_in, rule: {} };
}

function isCovered(
  name: string,
  only: Policy,
  except: Policy | undefined,
  answers: Answers,
  context: RefContext,
): boolean {
  const matches = (side: string, found: Policy) => ({
    refs: found.refs && coversRef(found.refs, context),
    variables: found.variables?.some((_, at) => answers.has(ruleKey(`${name} ${side} variables`, at))),
    changes: found.changes && answers.has(`${name} ${side} changes`),
  });
  const isWanted = Object.values(matches("only", only)).every((each) => each !== false);
  const isRefused = except && Object.values(matches("except", except)).some((each) => each === true);
  return isWanted && !isRefused;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export interface Workflow {
  readonly isWanted: boolean;
  /** The effect of a new commit on older pipelines of the ref. */
  readonly autoCancel: "conservative" | "interruptible" | "none";
  readonly name: string | null;
}

export function decideWorkflow(file: CiFile, answers: Answers): Workflow {
  const workflow = (file.workflow ?? {}) as {
    rules?: Rule[];
    name?: string;
    auto_cancel?: { on_new_commit?: Workflow["autoCancel"] };
  };
  const rule = workflow.rules?.find((_, index) => answers.has(ruleKey("workflow", index)));
  const autoCancel = (rule?.auto_cancel ?? workflow.auto_cancel)?.on_new_commit;
  return {
    isWanted: workflow.rules === undefined || (rule !== undefined && rule.when !== "never"),
    autoCancel: (autoCancel as Workflow["autoCancel"] | undefined) ?? "conservative",
    name: workflow.name ?? null,
  };
}
