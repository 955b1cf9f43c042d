import { wildcard } from "../../matching/glob.ts";
import type { Variable } from "../../store/settings.ts";

/** The environment and ref of a job, which decide the variables that it gets. */
export interface Scope {
  readonly isProtected: boolean;
  /** Undefined if the environment is not known: then only variables of every environment count. */
  readonly environment: string | undefined;
}

type Scoped = Pick<Variable, "key" | "protected" | "environment_scope">;

/** The variables of one project or group for a job: of each name, the one with the closest scope. */
export function applying<T extends Scoped>(variables: readonly T[], scope: Scope): T[] {
  const best = new Map<string, T>();
  const fitting = variables
    .filter((variable) => (!variable.protected || scope.isProtected) && fits(variable, scope))
    .sort((a, b) => precision(a.environment_scope) - precision(b.environment_scope));
  for (const variable of fitting) best.set(variable.key, variable);
  return [...best.values()];
}

function fits({ environment_scope: pattern }: Scoped, { environment }: Scope): boolean {
  if (pattern === "*") return true;
  if (environment === undefined) return false;
  return wildcard(pattern)(environment);
}

/** Scopes without a star are the closest, then those with the most letters. */
function precision(scope: string): number {
  return scope.includes("*") ? scope.length : 10_000 + scope.length;
}
