import { type Problem, ProblemError } from "./index.ts";

/**
 * Awaits work. An error of this class becomes a ProblemError.
 * @throws ProblemError, and errors of other classes as they are
 */
export async function orProblem<Fault extends Error, Result>(
  kind: abstract new (...args: never[]) => Fault,
  problemOf: (fault: Fault) => Problem,
  work: Promise<Result>,
): Promise<Result> {
  return work.catch((error: unknown) => {
    throw error instanceof kind ? new ProblemError([problemOf(error)]) : error;
  });
}
