import { type Problem, problemLine } from "../../lib/problems/index.ts";
import { notUpProblem } from "./not-up.ts";

const path = "PULUMI_CONFIG_PASSPHRASE";
const remedy = `export it, or set ${path}_FILE to a file that holds it`;

/** Messages of the Pulumi CLI about passphrases, locks and stacks, each with the problem that they mean. */
const known: readonly [RegExp, (stage: string, detail: string) => Problem][] = [
  [
    /passphrase must be set with/,
    (stage) => ({ path, expected: `the passphrase of stage "${stage}"`, found: "none", remedy }),
  ],
  [
    /incorrect passphrase/,
    (stage) => ({
      path,
      expected: `the passphrase with which stage "${stage}" was made`,
      found: "another one",
      remedy: "restore it: without it the stage's secrets cannot be read",
    }),
  ],
  [
    /unable to read PULUMI_CONFIG_PASSPHRASE_FILE: open (.*): no such file/,
    (stage, file) => ({
      path: `${path}_FILE`,
      expected: `a file with the passphrase of stage "${stage}"`,
      found: `no file ${file}`,
      remedy: `restore it, or export ${path}`,
    }),
  ],
  [
    /the stack is currently locked by (\d+) lock/,
    (stage, count) => ({
      path: `stage ${stage}`,
      expected: "no other run",
      found: `${count} in the lines below`,
      remedy: `wait for its end; if it was killed, remove its lock with: pulumi cancel ${stage}`,
    }),
  ],
  [/no stack named '.*' found/, notUpProblem],
];

/** Pulumi's message about a plan. It names a temporary file that people never see. */
export function isOfSavedPlan(line: string): boolean {
  return /^(Update plan written to '|Run `pulumi up --plan=)/.test(line);
}

/** A line of the Pulumi CLI. A known message becomes the line of its problem. */
export function explainedLine(line: string, stage: string): string {
  for (const [pattern, problem] of known) {
    const match = pattern.exec(line);
    if (match) return problemLine(problem(stage, match[1] ?? ""));
  }
  return line;
}
