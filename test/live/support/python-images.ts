import { olderPython, pythonReference } from "../../../dev/toolchain/tests/images.ts";
import { docker } from "./command.ts";

const newer = "3.13";

/** A value for a project's `pythonImage`, after `namedPythons`. */
export const pythonImage = pythonReference("$PYTHON_VERSION");

/** Gives the stage's image of Python the name that the older one has. @returns both versions */
export async function namedPythons(): Promise<readonly [string, string]> {
  await docker("tag", `python:${newer}-slim`, pythonReference(newer));
  return [olderPython, newer];
}
