import { type Problem, problemLine } from "../problems/index.ts";
import type { Settings } from "../settings/check.ts";
import { type RuleName, rules } from "../settings/policy-rules.ts";
import { settingPath } from "../settings/settings-source.ts";
import { type Culprit, Exceptions } from "./exceptions.ts";
import { type PolicyResult, policyProblem } from "./result.ts";
import { projectChecks, serviceChecks } from "./rule-checks.ts";
import { type PolicyProject, type PolicyStack, type RuleBreach, ServiceSubject } from "./subject.ts";

/** The declared stacks and projects of a stage, also on hosts that do not answer. */
export interface Declared {
  readonly stacks: readonly PolicyStack[];
  readonly projects: readonly PolicyProject[];
}

/** The result of checking what a stage declares. */
export interface Verdict {
  /** Broken rules of level `deny`. They stop an update. */
  readonly refusals: readonly Problem[];
  /** A line for each broken rule of level `warn`, and for each exception that is past its end or not needed. */
  readonly warnings: readonly string[];
}

/** Checks what a stage declares. @param today decides which exceptions still count */
export function judgeDeclared(settings: Settings, declared: Declared, today = new Date()): Verdict {
  const exceptions = new Exceptions(settings, today);
  const secrets = Object.values(settings.secrets);
  const judged = (
    culprit: Culprit & { readonly rule: RuleName },
    check: () => RuleBreach[],
  ): PolicyResult[] => {
    const level = settings.policy.rules[culprit.rule];
    const findings = level === "off" ? [] : check();
    if (level === "off" || findings.length === 0 || exceptions.allow(culprit)) return [];
    const { expected, remedy } = rules[culprit.rule];
    return findings.map(({ path, found }) => ({ rule: culprit.rule, level, path, expected, found, remedy }));
  };
  const ofServices = declared.stacks.flatMap(({ id: stack, loaded }) =>
    services(loaded, secrets).flatMap((subject) => {
      const service = subject.name;
      return entries(serviceChecks).flatMap(([rule, check]) =>
        judged({ rule, stack, service }, () => check(subject)),
      );
    }),
  );
  const ofProjects = declared.projects.flatMap((project) => {
    const at = (...keys: readonly string[]) =>
      settingPath(settings.file, ["projects", project.name, ...keys]);
    return entries(projectChecks).flatMap(([rule, check]) =>
      judged({ rule, project: project.name }, () => check(project, { secrets, at })),
    );
  });
  const ofLevel = (wanted: string) =>
    [...ofServices, ...ofProjects].filter(({ level }) => level === wanted).map(policyProblem);
  return {
    refusals: ofLevel("deny"),
    warnings: [...ofLevel("warn").map(problemLine), ...exceptions.warnings()],
  };
}

function services(loaded: PolicyStack["loaded"], secrets: readonly string[]): ServiceSubject[] {
  return loaded
    ? Object.keys(loaded.model.services).map((name) => new ServiceSubject(name, loaded, secrets))
    : [];
}

function entries<Name extends string, Check>(table: Readonly<Record<Name, Check>>): [Name, Check][] {
  return Object.entries(table) as [Name, Check][];
}
