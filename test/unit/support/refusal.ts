import { ProblemError } from "../../../lib/problems/index.ts";

/** The lines with which work is refused. @throws what else it throws, or an Error if it succeeds */
export async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(error instanceof ProblemError)) throw error ?? new Error("nothing was refused");
  return error.message;
}
