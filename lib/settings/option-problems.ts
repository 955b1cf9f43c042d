import type { z } from "zod";
import type { Problem } from "../problems/index.ts";
import type { Settings } from "./check.ts";
import { issueProblems } from "./issues.ts";

/** The problems of a project's options, from the issues that its kind has found. */
export function optionProblems(
  { file, secretSections }: Settings,
  project: string,
  options: unknown,
  issues: readonly z.core.$ZodIssue[],
): Problem[] {
  const source = { file, raw: { projects: { [project]: { options } } }, secretSections };
  const path = ["projects", project, "options"];
  return issueProblems(
    source,
    issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] })),
  );
}
