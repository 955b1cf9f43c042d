import { type Problem, ProblemError } from "./index.ts";

/** Returns the result of `work`. If it throws a ProblemError, its problems are added to `problems`, and there is no result. */
export function collectProblems<Result>(problems: Problem[], work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}
