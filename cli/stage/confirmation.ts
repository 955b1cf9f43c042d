import { createInterface } from "node:readline/promises";
import { type Problem, refuse } from "../../lib/problems/index.ts";

/** Whether somebody is there to be asked. */
export function isTerminal(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/**
 * What destroys something of worth needs the stage's name: typed on a terminal, or as CONFIRM.
 * @throws ProblemError where it is not given and cannot be asked for, or is another one
 */
export function requireConfirmation(stage: string): void {
  const given = process.env.CONFIRM;
  if (given === stage || (!given && isTerminal())) return;
  refuse([
    unconfirmed(stage, given || "nothing, and no terminal to ask on", `repeat it with CONFIRM=${stage}`),
  ]);
}

/** Asks for the stage's name unless CONFIRM gives it. @throws ProblemError where another one is typed */
export async function confirmByName(stage: string, lines: readonly string[]): Promise<void> {
  requireConfirmation(stage);
  if (process.env.CONFIRM === stage) return;
  const answer = await ask([...lines, `Type ${stage} to go on: `]);
  if (answer !== stage) refuse([unconfirmed(stage, `"${answer}"`, "nothing was destroyed")]);
}

/** Asks on a terminal for a yes to what these lines say, unless YES=1 gives it. @throws ProblemError where anything else is typed */
export async function confirm(what: string, lines: readonly string[]): Promise<void> {
  if (lines.length === 0 || process.env.YES === "1" || !isTerminal()) return;
  const answer = await ask([...lines, "Go on? [y/N] "]);
  if (/^y(es)?$/i.test(answer)) return;
  refuse([{ path: what, expected: "yes", found: `"${answer}"`, remedy: "nothing was changed" }]);
}

/** The last line is the question. An interrupt, or the end of the input, answers nothing. */
async function ask(lines: readonly string[]): Promise<string> {
  const input = createInterface({ input: process.stdin, output: process.stdout });
  const ended = new Promise<string>((resolve) =>
    input.on("close", () => resolve("")).on("SIGINT", () => input.close()),
  );
  try {
    return (await Promise.race([input.question(lines.join("\n")), ended])).trim();
  } finally {
    input.close();
  }
}

function unconfirmed(stage: string, found: string, remedy: string): Problem {
  return { path: `make down STAGE=${stage}`, expected: `the name ${stage} as confirmation`, found, remedy };
}
