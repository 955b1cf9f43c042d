import { problemLine } from "../../lib/problems/index.ts";

/** An answer that did not come, or that was a refusal. */
interface Failure {
  readonly message: string;
  /** Of HTTP. Undefined if there was no answer. */
  readonly status?: number | undefined;
}

/** What to do: if the login is refused, if there were too many questions, and otherwise. */
export interface Remedies {
  readonly refused: string;
  readonly limited: string;
  readonly away: string;
}

/** The line about a server that could not be asked for newer versions. @param expected such as `the registry to answer` */
export function noAnswerLine(
  path: string,
  expected: string,
  { message, status }: Failure,
  { refused, limited, away }: Remedies,
): string {
  const isRefused = status === 401 || status === 403;
  const remedy = isRefused ? refused : status === 429 ? limited : away;
  return problemLine({ path, expected, found: `"${message}"`, remedy });
}
