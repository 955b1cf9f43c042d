import { readPattern } from "../../matching/pattern.ts";

/** What kind of pipeline it is, for `only` and `except`. */
export interface RefContext {
  readonly ref: string;
  readonly isTag: boolean;
  readonly isMergeRequest: boolean;
  readonly source: string;
  /** Full path of the project. */
  readonly project: string;
}

export interface Policy {
  readonly refs?: readonly string[];
  readonly variables?: readonly string[];
  readonly changes?: readonly string[];
}

/** `only` or `except` in its long form. */
export function policy(value: unknown): Policy | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "object" && !Array.isArray(value)
    ? (value as Policy)
    : { refs: [value].flat() as string[] };
}

/**
 * True if one of these names, keywords or patterns matches the pipeline. `x@group/app` matches in that
 * project only.
 */
export function coversRef(refs: readonly string[], context: RefContext): boolean {
  return refs.some((wanted) => {
    const [, pattern = "", path] = /^([^@]*)(?:@(.*))?$/s.exec(wanted) ?? [];
    if (path !== undefined && path !== context.project) return false;
    if (pattern === "branches") return !context.isTag && !context.isMergeRequest;
    if (pattern === "tags") return context.isTag;
    if (namesOf(context.source).includes(pattern)) return true;
    if (context.isMergeRequest) return false;
    const expression = readPattern(pattern);
    return expression ? expression.matches(context.ref) : pattern === context.ref;
  });
}

/** `push` is `pushes` as well, `merge_request_event` is `merge_requests`. */
function namesOf(source: string): string[] {
  const name = source.replace(/_event$/, "");
  return [name, name.endsWith("h") ? `${name}es` : `${name}s`];
}
