import { isSecretByName } from "./secret-like.ts";
import type { PolicyProject, RuleBreach } from "./subject.ts";

/** What a check of a project needs in addition to the project. */
export interface ProjectRuleContext {
  /** Values of `smallboat:secrets`. */
  readonly secrets: readonly string[];
  /** Makes the path of a key of the project's settings. */
  readonly at: (...keys: readonly string[]) => string;
}

export function maskedVariables(project: PolicyProject, context: ProjectRuleContext): RuleBreach[] {
  return secretVariables(project, context).flatMap(({ key, isMasked }) =>
    isMasked ? [] : [{ path: context.at("variables", key), found: `${key}, not masked` }],
  );
}

export function protectedVariables(project: PolicyProject, context: ProjectRuleContext): RuleBreach[] {
  return secretVariables(project, context).flatMap(({ key, isProtected }) =>
    isProtected ? [] : [{ path: context.at("variables", key), found: `${key}, for every branch` }],
  );
}

export function protectedBranch(
  { branches: [{ name, push }] }: PolicyProject,
  { at }: ProjectRuleContext,
): RuleBreach[] {
  return push === "developer"
    ? [{ path: at("branches", name, "push"), found: `developers who push to ${name}` }]
    : [];
}

/** Variables with passwords of the stage, with values of its secrets, or with a secret's name. */
function secretVariables({ variables }: PolicyProject, { secrets }: ProjectRuleContext) {
  return variables.filter(
    ({ key, value }) => typeof value !== "string" || secrets.includes(value) || isSecretByName(key, value),
  );
}
