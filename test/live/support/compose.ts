import { composeProgram } from "../../../dev/toolchain/setup/compose.ts";
import { programFile } from "../../../dev/toolchain/setup/program.ts";
import { attempt, type Outcome } from "./command.ts";
import { prepared } from "./machine.ts";

/** Docker Compose in the release that smallboat follows. */
export const composeFile = prepared(programFile(composeProgram));

/** Calls it without STAGE: the variable of `make` would win over the value of a stack's own files. */
export function compose(...args: string[]): Promise<Outcome> {
  const { STAGE: _, ...env } = process.env;
  return attempt(composeFile, args, { env });
}
