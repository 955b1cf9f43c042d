import type { z } from "zod";
import type { Problem } from "../problems/index.ts";
import type { Settings } from "./check.ts";
import { issueProblems } from "./issues.ts";

/** What a project's kind finds wrong with the project's options. */
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
