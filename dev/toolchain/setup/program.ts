import { renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { withFolder } from "./files.ts";
import { build, fetchAhead, type GoProgram, recipeFor } from "./go.ts";
import { cacheDir } from "./places.ts";
import { builtFrom, noteRecipe } from "./recipe.ts";
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
  const file = programFile(program);
  const recipe = recipeFor(program);
  await withFolder(dirname(file), async (folder) => {
    await build(program, join(folder, program.name), activity);
    renameSync(join(folder, program.name), file);
  });
  noteRecipe(file, recipe);
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
