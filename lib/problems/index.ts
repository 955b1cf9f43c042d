/** A fault that a person can mend: its place, the expected and the found value, and what to do. */
export interface Problem {
  /** Settings path (`smallboat:registry.port`) or file position (`stacks/a/b/compose.yaml:3:5`). */
  readonly path: string;
  readonly expected: string;
  readonly found: string;
  readonly remedy: string;
}

/** One line: `path: expected X, found Y; remedy`. */
export function problemLine({ path, expected, found, remedy }: Problem): string {
  return `${path}: expected ${expected}, found ${found}; ${remedy}`.replace(/\s*\n\s*/g, " ");
}

/** All problems of one phase. The message has a line for each. */
export class ProblemError extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(problemLine).join("\n"));
    this.name = "ProblemError";
    this.problems = problems;
  }
}

/** Throws a ProblemError if there is at least one problem. */
export function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new ProblemError(problems);
}
