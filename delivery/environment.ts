import { ProblemError } from "../problems/index.ts";

/** A variable that the program's command sets. */
export function given(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`The environment has no ${name}.`);
  return value;
}

/** Runs a command of the stage; what a person can mend is said in words. */
export async function deliver(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
