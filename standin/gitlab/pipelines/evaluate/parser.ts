import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { parse, stringify } from "yaml";
import { gitEnvironment } from "../../git/command.ts";
import { checkFile } from "../config/check.ts";
import { type Answers, type Condition, conditions } from "../config/conditions.ts";
import type { CiFile } from "../config/file.ts";
import type { Checkout } from "./checkout.ts";
import { ciMessages } from "./messages.ts";

/** A configuration that cannot make a pipeline; each message in GitLab's words. */
export class ConfigError extends Error {
  readonly messages: readonly string[];
  constructor(messages: readonly string[]) {
    super(messages.join("\n"));
    this.name = "ConfigError";
    this.messages = messages;
  }
}

export interface Question {
  readonly checkout: Checkout;
  /** Path of the configuration in the commit. */
  readonly path: string;
  /** Known when a pipeline is created; the absent ones of GitLab's own are to be undefined. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** False where there is nothing to compare with: `changes` are true then. */
  readonly compares: boolean;
}

const program = createRequire(import.meta.url).resolve("gitlab-ci-local");

/** The whole configuration, and which of its rules match. @throws ConfigError */
export async function evaluate(question: Question): Promise<{ file: CiFile; answers: Answers }> {
  await writeVariables(question);
  const file = await resolveFile(question);
  const asked = conditions(file);
  const errors = checkFile(file);
  if (errors.length > 0) throw new ConfigError(errors);
  return { file, answers: await answer(question, file, asked) };
}

/** Values go by a file that only this user can read, never by arguments. */
async function writeVariables({ checkout, variables }: Question): Promise<void> {
  const known = Object.entries(variables).filter(([, value]) => value !== undefined);
  const scoped = known.map(([key, value]) => [key, { type: "variable", values: { "*": value } }]);
  const path = join(checkout.root, "state/variables.yml");
  await writeFile(path, stringify(Object.fromEntries(scoped), { defaultStringType: "QUOTE_DOUBLE" }), {
    mode: 0o600,
  });
}

async function resolveFile(question: Question): Promise<CiFile> {
  const { code, output, complaint } = await run(question, question.path, ["--preview"]);
  if (code !== 0) throw new ConfigError(ciMessages(complaint || output));
  return parse(
    await readFile(join(question.checkout.root, "state/expanded-gitlab-ci.yml"), "utf8"),
  ) as CiFile;
}

async function answer(question: Question, file: CiFile, asked: readonly Condition[]): Promise<Answers> {
  if (asked.length === 0) return new Set();
  const jobs = asked.map(({ rule, variables, inherit }, index) => [
    `question ${index}`,
    {
      stage: ".pre",
      script: ["true"],
      variables,
      rules: [{ ...rule, when: "always" }],
      ...(inherit !== undefined && { inherit }),
    },
  ]);
  const questions = { variables: file.variables ?? {}, ...Object.fromEntries(jobs) };
  await writeFile(join(question.checkout.root, "state/questions.yml"), stringify(questions));
  const { code, output, complaint } = await run(question, `${question.checkout.state}/questions.yml`, [
    "--list-json",
    "--no-json-schema-validation",
  ]);
  if (code !== 0) throw new ConfigError(ciMessages(complaint || output));
  const listed = JSON.parse(output.slice(output.indexOf("[\n  {"))) as { name: string; when: string }[];
  const matching = listed
    .filter(({ when }) => when !== "never")
    .map(({ name }) => Number(name.split(" ")[1]));
  return new Set(matching.map((index) => asked[index]?.key ?? ""));
}

async function run({ checkout, variables, compares }: Question, path: string, options: string[]) {
  const unset = Object.keys(variables).filter((key) => variables[key] === undefined);
  const args = [
    program,
    ...["--file", path, "--state-dir", checkout.state],
    ...["--variables-file", `${checkout.state}/variables.yml`],
    ...unset.flatMap((key) => ["--unset-variable", key]),
    ...(compares ? [] : ["--no-evaluate-rule-changes"]),
    ...options,
  ];
  const env = gitEnvironment({ HOME: checkout.root, NO_COLOR: "1", LC_ALL: "C" });
  const child = spawn(process.execPath, args, {
    cwd: checkout.files,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), 60_000);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  });
  const [code, output, complaint] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  clearTimeout(timer);
  return { code, output, complaint };
}
