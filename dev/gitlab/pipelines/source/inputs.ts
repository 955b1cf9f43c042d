import { ConfigError } from "./error.ts";
import { type Hash, isHash, textOf } from "./yaml.ts";

type Inputs = Readonly<Record<string, unknown>>;

interface Specification {
  readonly default?: unknown;
  readonly type?: string;
  readonly options?: readonly unknown[];
  readonly regex?: string;
}

export interface InputOptions {
  /** Whether a text matches a pattern of RE2. */
  readonly matches: (pattern: string, text: string) => boolean | undefined;
  /** `expand_vars`. */
  readonly expand: (text: string) => string;
}

/** A configuration with its inputs filled in, and without its header. @throws ConfigError */
export function withInputs(documents: readonly Hash[], given: Inputs, options: InputOptions): Hash {
  const [first = {}, second] = documents;
  const hasHeader = second !== undefined || Object.hasOwn(first, "spec");
  const content = hasHeader ? (second ?? {}) : first;
  const spec = hasHeader && isHash(first.spec) ? first.spec : {};
  const declared = (isHash(spec.inputs) ? spec.inputs : {}) as Readonly<Record<string, Specification | null>>;
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(declared, name));
  if (!hasHeader && unknown.length > 0) {
    throw new ConfigError(
      "Given inputs not defined in the `spec` section of the included configuration file",
    );
  }
  const problems = unknown.length > 0 ? [`unknown input arguments: ${unknown.join(", ")}`] : [];
  const values = new Map<string, unknown>();
  for (const [name, specification] of Object.entries(declared)) {
    const found = inputValue(name, specification ?? {}, given, options);
    if ("problem" in found) problems.push(found.problem);
    else values.set(name, found.value);
  }
  if (problems.length > 0) throw new ConfigError(problems.join(", "));
  return hasHeader ? (interpolate(content, values, options) as Hash) : content;
}

function inputValue(
  name: string,
  { default: fallback, type = "string", options: allowed, regex }: Specification,
  given: Inputs,
  { matches }: InputOptions,
): { readonly value: unknown } | { readonly problem: string } {
  const value = Object.hasOwn(given, name) ? given[name] : fallback;
  if (value === undefined) return { problem: `\`${name}\` input: required value has not been provided` };
  const kinds: Readonly<Record<string, boolean>> = {
    string: typeof value === "string",
    number: typeof value === "number" || (typeof value === "string" && /^-?\d+\.\d+$/.test(value)),
    boolean: typeof value === "boolean",
    array: Array.isArray(value),
  };
  if (!Object.hasOwn(kinds, type)) {
    return {
      problem: `unknown input specification for \`${name}\` (valid types: array, boolean, number, string)`,
    };
  }
  const article = type === "array" ? "an" : "a";
  if (!kinds[type]) return { problem: `\`${name}\` input: provided value is not ${article} ${type}` };
  if (Array.isArray(allowed) && !allowed.includes(value)) {
    return {
      problem: `\`${name}\` input: \`${textOf(value)}\` cannot be used because it is not in the list of allowed options`,
    };
  }
  if (regex !== undefined && !matches(regex, textOf(value))) {
    return { problem: `\`${name}\` input: provided value does not match required RegEx pattern` };
  }
  return { value };
}

const block = /\$\[\[\s*([^\]]*?)\s*\]\]/g;

function interpolate(value: unknown, values: ReadonlyMap<string, unknown>, options: InputOptions): unknown {
  if (typeof value === "string") return interpolateText(value, values, options);
  if (Array.isArray(value)) return value.map((each) => interpolate(each, values, options));
  if (!isHash(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      textOf(interpolateText(key, values, options)),
      interpolate(each, values, options),
    ]),
  );
}

/** A value that consists of one block keeps the type of its input. */
function interpolateText(text: string, values: ReadonlyMap<string, unknown>, options: InputOptions): unknown {
  if (!text.includes("$[[")) return text;
  const [only] = text.matchAll(block);
  if (only?.[0] === text.trim()) return access(only[1] ?? "", values, options);
  return text.replaceAll(block, (whole, content: string) => {
    if (!content.startsWith("inputs.")) return whole;
    const value = access(content, values, options);
    return textOf(value);
  });
}

function access(content: string, values: ReadonlyMap<string, unknown>, { expand }: InputOptions): unknown {
  const [path = "", ...functions] = content.split("|").map((part) => part.trim());
  const name = path.replace(/^inputs\./, "");
  if (name === path) return `$[[ ${content} ]]`;
  if (!values.has(name)) throw new ConfigError(`unknown input name provided: \`${name}\` in \`${path}\``);
  if (functions.length > 3) throw new ConfigError("too many functions in interpolation block");
  return functions.reduce<unknown>((value, call) => apply(call, value, expand), values.get(name));
}

function apply(call: string, value: unknown, expand: (text: string) => string): unknown {
  const [, name = "", list] = /^(\w+)(?:\((.*)\))?$/.exec(call) ?? [];
  if (typeof value !== "string") {
    throw new ConfigError(`invalid input type: ${name} can only be used with string inputs`);
  }
  if (name === "expand_vars" && list === undefined) return expand(value);
  if (name === "posix_escape")
    return value === "" ? "''" : value.replaceAll(/[^A-Za-z0-9_\-.,:+/@\n]/g, "\\$&");
  const [start, length] = (list ?? "").split(",").map(Number);
  if (name === "truncate" && Number.isInteger(start) && Number.isInteger(length)) {
    return value.slice(start, Number(start) + Number(length));
  }
  throw new ConfigError(
    `no function matching \`${call}\`: check that the function name, arguments, and types are correct`,
  );
}
