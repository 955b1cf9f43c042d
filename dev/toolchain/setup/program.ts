import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { moveFile, withFolder } from "./files.ts";
import { build, builtName, fetchAhead, type GoProgram, recipeFor } from "./go.ts";
import { cacheDir } from "./places.ts";
import { builtFrom, forgetRecipe, noteRecipe } from "./recipe.ts";
import type { Activity, Step } from "./step.ts";

/** Folder for programs that all checkouts of this user share. */
export const programDir = join(cacheDir, "bin");

/** A Go program that is built once and kept. */
export interface Program extends GoProgram {
  /** Name of its file below `programDir`. */
  readonly name: string;
  /** Seconds of a build on two cores from nothing. */
  readonly seconds: number;
}

export function programFile({ name }: Pick<Program, "name">): string {
  return join(programDir, name);
}

/** True if the program exists and was built from the current sources. */
export function isBuilt(program: Program): boolean {
  return builtFrom(programFile(program), recipeFor(program));
}

export async function buildProgram(program: Program, activity: Activity): Promise<void> {
  await withFolder(dirname(programFile(program)), async (folder) => {
    await build([program], folder, activity);
    keepProgram(program, folder);
  });
}

/** Takes a program out of the folder that it was built into. */
export function keepProgram(program: Program, folder: string): void {
  const file = programFile(program);
  moveFile(join(folder, builtName(program)), file);
  noteRecipe(file, recipeFor(program));
}

/** Removes a program that is installed elsewhere. */
export function dropProgram(program: Program): void {
  rmSync(programFile(program), { force: true });
  forgetRecipe(programFile(program));
}

export function programStep(program: Program): Step {
  const { name, seconds } = program;
  return {
    name,
    seconds,
    done: () => isBuilt(program),
    fetch: (activity) => fetchAhead(program, activity),
    run: (activity) => buildProgram(program, activity),
  };
}
