import { type Problem, problemLine } from "../problems/index.ts";
import { nearest } from "../problems/nearest.ts";
import type { Settings } from "../settings/check.ts";
import type { Exception } from "../settings/policy.ts";
import { settingPath } from "../settings/settings-source.ts";
import type { PolicyStack } from "./subject.ts";

/** A service or a project that breaks a rule. */
export interface Culprit {
  readonly rule: string;
  readonly stack?: string;
  readonly service?: string;
  readonly project?: string;
}

/** The exceptions of a stage on one day. */
export class Exceptions {
  readonly #settings: Settings;
  readonly #used = new Set<Exception>();
  /** The day, such as `2026-12-31`. */
  readonly #today: string;

  constructor(settings: Settings, today: Date) {
    this.#settings = settings;
    this.#today = today.toISOString().slice(0, 10);
  }

  /** True if an exception allows the culprit to break a rule. */
  allow(culprit: Culprit): boolean {
    const { exceptions } = this.#settings.policy;
    const found = exceptions.filter((each) => !this.#isOver(each) && covers(each, culprit));
    for (const each of found) this.#used.add(each);
    return found.length > 0;
  }

  /** A line for each exception that is past its end, and for each that no broken rule needed. */
  warnings(): string[] {
    return pathed(this.#settings, (each, path) => {
      const { rule, stack, service, project, until } = each;
      if (this.#isOver(each)) {
        const remedy = "correct what breaks the rule and remove the exception, or set a later day";
        return [{ path: path("until"), expected: "a day that is not over", found: until, remedy }];
      }
      const isOff = this.#settings.policy.rules[rule] === "off";
      const subject = project ?? (service === undefined ? stack : `${service} of ${stack}`);
      const found = isOff
        ? `one from ${rule}, which is off`
        : `one from ${rule}, which ${subject} does not break`;
      const idle = {
        path: path(),
        expected: "an exception that something needs",
        found,
        remedy: "remove it",
      };
      return this.#used.has(each) ? [] : [idle];
    }).map(problemLine);
  }

  #isOver({ until }: Exception): boolean {
    return until < this.#today;
  }
}

function covers({ rule, stack, service, project }: Exception, culprit: Culprit): boolean {
  const isOfService = service === undefined || service === culprit.service;
  return rule === culprit.rule && stack === culprit.stack && project === culprit.project && isOfService;
}

/**
 * Exceptions that name a stack, a service or a project that does not exist.
 * @param hasFolder whether a stack has a folder: one with a fault is not among the stacks
 */
export function exceptionProblems(
  settings: Settings,
  stacks: readonly PolicyStack[],
  hasFolder: (stack: string) => boolean,
): Problem[] {
  return pathed(settings, ({ stack, service, project }, path) => {
    const services = stacks.find(({ id }) => id === stack)?.loaded?.model.services;
    const named = (kind: string, name: string, known: readonly string[]) =>
      known.includes(name) ? [] : [unknown(path(kind), kind, name, known)];
    if (project !== undefined) return named("project", project, Object.keys(settings.projects));
    if (stack !== undefined && !hasFolder(stack))
      return named(
        "stack",
        stack,
        stacks.map(({ id }) => id),
      );
    return service !== undefined && services ? named("service", service, Object.keys(services)) : [];
  });
}

function unknown(path: string, kind: string, name: string, known: readonly string[]): Problem {
  const near = nearest(name, known);
  return {
    path,
    expected: known.length > 0 ? `one of the ${kind}s ${known.join(", ")}` : `the name of a ${kind}`,
    found: JSON.stringify(name),
    remedy: near ? `write ${near}` : "correct it, or remove the exception",
  };
}

/** The problems of each exception. The given function makes paths of its keys. */
function pathed(
  { file, policy }: Settings,
  judge: (exception: Exception, path: (...keys: string[]) => string) => Problem[],
): Problem[] {
  return policy.exceptions.flatMap((exception, index) =>
    judge(exception, (...keys) => settingPath(file, ["policy", "exceptions", index, ...keys])),
  );
}
