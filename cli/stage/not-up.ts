import type { Problem } from "../../lib/problems/index.ts";

/** A stage that is to be looked at, and has nothing yet. */
export function notUpProblem(stage: string): Problem {
  const remedy = `"make up STAGE=${stage}" brings it up`;
  return { path: `stage ${stage}`, expected: "a stage that was brought up", found: "none yet", remedy };
}
