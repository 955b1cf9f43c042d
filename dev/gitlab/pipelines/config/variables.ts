import type { CiFile, Entry } from "./file.ts";

/** The variables of the file that reach a job. */
export function inheritedVariables({ variables }: CiFile, entry: Entry): Readonly<Record<string, unknown>> {
  const all = (variables ?? {}) as Readonly<Record<string, unknown>>;
  const wanted = (entry.inherit as { variables?: boolean | readonly string[] } | undefined)?.variables;
  // GitLab drops the variables of the file for a job that says `variables: {}`.
  const isEmptied = entry.variables !== undefined && Object.keys(entry.variables as object).length === 0;
  if (wanted === false || isEmptied) return {};
  if (!Array.isArray(wanted)) return all;
  return Object.fromEntries(Object.entries(all).filter(([key]) => wanted.includes(key)));
}
