import { composeProgram } from "../../../dev/toolchain/setup/compose.ts";
import { programFile } from "../../../dev/toolchain/setup/program.ts";
import { attempt, type Outcome } from "./command.ts";
import { prepared } from "./machine.ts";

/** Docker Compose of the release whose behaviour counts. */
export const composeFile = prepared(programFile(composeProgram));

/** Calls it. The stage that `make` names would win over that of a stack's own files. */
export function compose(...args: string[]): Promise<Outcome> {
  const { STAGE: _, ...env } = process.env;
  return attempt(composeFile, args, { env });
}
