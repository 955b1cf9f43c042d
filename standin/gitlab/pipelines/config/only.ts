import { readPattern } from "../../matching/pattern.ts";

/** What kind of pipeline it is, for `only` and `except`. */
export interface RefContext {
  readonly ref: string;
  readonly isTag: boolean;
  readonly isMergeRequest: boolean;
  readonly source: string;
}

export interface Policy {
  readonly refs?: readonly string[];
  readonly variables?: readonly string[];
  readonly changes?: readonly string[];
}

const bySource: Readonly<Record<string, string>> = {
  pushes: "push",
  schedules: "schedule",
  api: "api",
  web: "web",
  triggers: "trigger",
  pipelines: "pipeline",
};

/** `only` or `except` in its long form. */
export function policy(value: unknown): Policy | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "object" && !Array.isArray(value)
    ? (value as Policy)
    : { refs: [value].flat() as string[] };
}

/** True where one of these names, keywords or patterns covers the pipeline. */
export function coversRef(refs: readonly string[], context: RefContext): boolean {
  return refs.some((wanted) => {
    const [pattern = ""] = wanted.split("@");
    if (pattern === "branches") return !context.isTag && !context.isMergeRequest;
    if (pattern === "tags") return context.isTag;
    if (pattern === "merge_requests") return context.isMergeRequest;
    if (bySource[pattern]) return context.source === bySource[pattern];
    if (context.isMergeRequest) return false;
    const expression = readPattern(pattern);
    return expression ? expression.matches(context.ref) : pattern === context.ref;
  });
}
