import type { Problem } from "../../lib/problems/index.ts";

/** The problem of a command that needs a stage which was never brought up. */
export function notUpProblem(stage: string): Problem {
  const remedy = `"make up STAGE=${stage}" brings it up`;
  return { path: `stage ${stage}`, expected: "a stage that was brought up", found: "none yet", remedy };
}
