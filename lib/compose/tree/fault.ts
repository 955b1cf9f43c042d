import { ProblemError } from "../../problems/index.ts";
import { position, type SourcePosition } from "./node.ts";

/** One problem that makes going on pointless. */
export function fault(at: SourcePosition, expected: string, found: string, remedy: string): ProblemError {
  return new ProblemError([{ path: position(at), expected, found, remedy }]);
}
