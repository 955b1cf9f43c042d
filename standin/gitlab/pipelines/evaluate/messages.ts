/** gitlab-ci-local's complaint in GitLab's words; in its own where GitLab has no counterpart. */
export function ciMessages(output: string): string[] {
  const plain = stripColours(output);
  const schema = [...plain.matchAll(/^\s*•\s*(.+) at (\S.*?) \[[^\]]*\]\s*$/gm)];
  if (schema.length > 0)
    return [...new Set(schema.map(([, message = "", path = ""]) => bySchema(message, path)))];
  const lines = plain.split("\n").map((line) => line.trim());
  const first = lines.find((line) => line !== "" && !isNoise(line)) ?? "Invalid configuration format";
  return [byText(first)];
}

function stripColours(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are made of
  return text.replaceAll(/\u001b\[[0-9;]*m|\u001b\]8;;.*?\u0007/g, "");
}

function isNoise(line: string): boolean {
  return /^(parsing and downloads finished|json schema validated|Unable to retrieve|Using fallback|Command failed|fatal:|WARN)/.test(
    line,
  );
}

function bySchema(message: string, path: string): string {
  const where = ["jobs", ...path.split(".")].join(":");
  const unknown = /'(.+?)' property is not expected to be here/.exec(message)?.[1];
  if (unknown !== undefined) return `${where} config contains unknown keys: ${unknown}`;
  return `${where} config ${message.replace(/^(?:property )?'?\S+'? /, "")}`;
}

const known: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [/^needs: \[(.+)\] for (.+) could not be found$/, ([, need, job]) => `${job} job: undefined need: ${need}`],
  [
    /^needs: \[(.+)\] for (.+) is in a future stage$/,
    ([, need, job]) => `${job} job: need ${need} is not defined in current or prior stages`,
  ],
  [
    /^dependencies: \[(.+)\] for (.+) (?:cannot|could not) be found$/,
    ([, dependency, job]) => `${job} job: undefined dependency: ${dependency}`,
  ],
  [
    /^stage:(.+) not found for (.+)$/,
    ([, stage, job]) => `${job} job: chosen stage ${stage} does not exist; available stages are `,
  ],
  [
    /^(.+) (?:must have script specified|has empty script)$/,
    ([, job]) => `jobs:${job} config should implement the script:, run:, or trigger: keyword`,
  ],
  [/^Local include file cannot be found (.+)$/, ([, file]) => `Local file \`${file}\` does not exist!`],
  [
    /^(.+) (script|before_script|after_script) contains non string value$/,
    ([, job, key]) =>
      `jobs:${job}:${key} config should be a string or a nested array of strings up to 10 levels deep`,
  ],
  [/^TypeError: /, () => "Invalid configuration format"],
  [/^YAMLException: (.+)$/, ([, reason]) => `(<unknown>): ${reason}`],
];

function byText(line: string): string {
  const text = line.replace(/^(?:AssertionError[^:]*|Error): /, "");
  for (const [pattern, say] of known) {
    const found = pattern.exec(text);
    if (found) return say(found);
  }
  return text;
}
