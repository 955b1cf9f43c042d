import { ProblemError } from "../../problems/index.ts";
import { position, type SourcePosition } from "./node.ts";

/** A ProblemError with one problem, for a fault after which reading cannot go on. */
export function fault(at: SourcePosition, expected: string, found: string, remedy: string): ProblemError {
  return new ProblemError([{ path: position(at), expected, found, remedy }]);
}
