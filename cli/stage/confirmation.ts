import { createInterface } from "node:readline/promises";
import { type Problem, refuse } from "../../lib/problems/index.ts";

/** True if a person can be asked. */
export function isTerminal(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/**
 * Requires the stage's name before something of value is destroyed: as CONFIRM, or later typed on a terminal.
 * @param what the command, such as `make down`
 * @throws ProblemError if CONFIRM has another value, or is missing and there is no terminal
 */
export function requireConfirmation(what: string, stage: string): void {
  const given = process.env.CONFIRM;
  if (given === stage || (!given && isTerminal())) return;
  const found = given || "nothing, and no terminal to ask on";
  refuse([unconfirmed(what, stage, found, `repeat it with CONFIRM=${stage}`)]);
}

/** Asks for the stage's name unless CONFIRM gives it. @throws ProblemError if something else is typed */
export async function confirmByName(what: string, stage: string, lines: readonly string[]): Promise<void> {
  requireConfirmation(what, stage);
  if (process.env.CONFIRM === stage) return;
  const answer = await ask([...lines, `Type ${stage} to go on: `]);
  if (answer !== stage) refuse([unconfirmed(what, stage, `"${answer}"`, "nothing was destroyed")]);
}

/**
 * Shows these lines on a terminal and asks for a yes, unless YES=1 gives it.
 * @throws ProblemError if anything else is typed
 */
export async function confirm(what: string, lines: readonly string[]): Promise<void> {
  if (lines.length === 0 || process.env.YES === "1" || !isTerminal()) return;
  const answer = await ask([...lines, "Go on? [y/N] "]);
  if (/^y(es)?$/i.test(answer)) return;
  refuse([{ path: what, expected: "yes", found: `"${answer}"`, remedy: "nothing was changed" }]);
}

/** The last line is the question. An interrupt or the end of the input counts as an empty answer. */
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

function unconfirmed(what: string, stage: string, found: string, remedy: string): Problem {
  return { path: `${what} STAGE=${stage}`, expected: `the name ${stage} as confirmation`, found, remedy };
}
