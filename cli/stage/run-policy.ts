import type { StageChanges } from "../../lib/changes/index.ts";
import {
  judgeChanges,
  mayDelete,
  type PolicyResult,
  parsePolicyLine,
  policyLine,
  policyProblem,
  type RunPolicy,
} from "../../lib/policy/index.ts";
import { refuse } from "../../lib/problems/index.ts";
import { policy } from "../../lib/settings/policy.ts";
import { settingsFile } from "../../lib/settings/settings-source.ts";
import type { Deployment, PreviewStep } from "../../lib/state/index.ts";
import type { StageSettings } from "./pulumi.ts";
import { allowedDeletions } from "./run-settings.ts";

/** The policy of a run, from the stage's settings. Wrong settings count as defaults here, because the program reports them. */
export function runPolicy(stage: string, settings: StageSettings): RunPolicy {
  const { data = policy.parse({}) } = policy.safeParse(settings["smallboat:policy"] ?? {});
  const listed = settings["smallboat:allowDelete"];
  const allowed = [...(Array.isArray(listed) ? listed : []), ...allowedDeletions().allowDelete];
  return { policy: data, allowed, file: settingsFile(stage) };
}

/** True if the policy may concern this run, so that it needs a preview. */
export function isPreviewNeeded(
  { policy: { rules } }: RunPolicy,
  settings: StageSettings,
  { resources }: Deployment,
): boolean {
  const gitlab = settings["smallboat:gitlab"] as { readonly url?: string } | undefined;
  const projects = Object.keys(settings["smallboat:projects"] ?? {});
  const isThere = gitlab !== undefined;
  const declared = { projects, isThere, ...(gitlab?.url !== undefined && { url: gitlab.url }) };
  return rules.replacements !== "off" || (rules.deletions !== "off" && mayDelete(resources, declared));
}

/** Reports the rules that a run would break. @throws ProblemError if one of them stops the run */
export function requirePolicy(steps: readonly PreviewStep[], policy: RunPolicy): void {
  const results = judgeChanges(steps, policy);
  for (const each of results.filter(({ level }) => level === "warn"))
    console.error(`warning: ${policyLine(each)}`);
  refuse(results.filter(({ level }) => level === "deny").map(policyProblem));
}

/** Changes with the broken rules: rules that the changes break, and rules that the program has reported. */
export function withPolicyResults(
  changes: StageChanges,
  steps: readonly PreviewStep[],
  policy: RunPolicy,
): StageChanges {
  const said = changes.messages.map((message) => ({ message, result: parsePolicyLine(message.text) }));
  const results = [...said.flatMap(({ result }) => result ?? []), ...judgeChanges(steps, policy)];
  if (results.length === 0) return changes;
  const isDenied = ({ level }: PolicyResult) => level === "deny";
  return {
    ...changes,
    messages: said.flatMap(({ message, result }) => (result ? [] : [message])),
    policy: [...results.filter(isDenied), ...results.filter((result) => !isDenied(result))],
  };
}
