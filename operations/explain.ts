import { type Problem, problemLine } from "../problems/index.ts";

const path = "PULUMI_CONFIG_PASSPHRASE";
const remedy = `export it, or set ${path}_FILE to a file that holds it`;

/** What the Pulumi CLI says of a passphrase, and the problem behind it. */
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
      remedy: "what it encrypted cannot be read without it: restore it",
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
];

/** A line of the Pulumi CLI; where it is about the passphrase, the same as one of our problems. */
export function explained(line: string, stage: string): string {
  for (const [pattern, problem] of known) {
    const match = pattern.exec(line);
    if (match) return problemLine(problem(stage, match[1] ?? ""));
  }
  return line;
}
