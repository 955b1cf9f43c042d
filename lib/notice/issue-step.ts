/** An issue of the program, as GitLab has it. */
export interface FoundIssue {
  readonly isOpen: boolean;
  readonly description: string;
}

/** What to change in an issue. Fields that are undefined stay as they are. */
export interface IssueStep {
  readonly description?: string | undefined;
  readonly state?: "close" | "reopen" | undefined;
  /** Text of a new comment. */
  readonly comment?: string | undefined;
}

/**
 * Whether an issue is closed or opened again. It is closed when it has nothing to tell. A person who closes it has seen what it
 * shows, so only something new opens it again.
 */
export function nextState(isOpen: boolean, isNeeded: boolean, isFresh: boolean): IssueStep["state"] {
  if (!isOpen) return isFresh ? "reopen" : undefined;
  return isNeeded ? undefined : "close";
}
