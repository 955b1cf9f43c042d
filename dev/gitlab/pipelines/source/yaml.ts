import {
  boolYaml11Tag,
  defineScalarTag,
  defineSequenceTag,
  dump,
  FAILSAFE_SCHEMA,
  floatYaml11Tag,
  intYaml11Tag,
  loadAll,
  mergeTag,
  NOT_RESOLVED,
  nullYaml11Tag,
  YAMLException,
} from "js-yaml";
import { ConfigError, noHash } from "./error.ts";

export type Hash = Readonly<Record<string, unknown>>;

/** `!reference [job, key]`: another part of the configuration takes its place. */
export class Reference {
  readonly path: readonly unknown[];
  constructor(path: readonly unknown[]) {
    this.path = path;
  }
}

/** GitLab's limits: bytes of a text, and values of its configuration. */
const mostBytes = 1_000_000;
const mostValues = 100_000;
const deepest = 100;
const tooBig = "The parsed YAML is too big";

/** YAML 1.1 as in Ruby: `yes` and `on` are true, `y` is a text. Dates stay texts. */
const schema = FAILSAFE_SCHEMA.withTags(
  nullYaml11Tag,
  // A plain `:script` is a symbol of Ruby, which GitLab takes for the key `script`.
  defineScalarTag("tag:yaml.org,2002:symbol", {
    implicit: true,
    resolve: (source: string) => (/^:[^\s"']/.test(source) ? source.slice(1) : NOT_RESOLVED),
    identify: () => false,
  }),
  defineScalarTag("tag:yaml.org,2002:bool", {
    ...boolYaml11Tag,
    resolve: (source, ...rest) =>
      /^[yn]$/i.test(source) ? NOT_RESOLVED : boolYaml11Tag.resolve(source, ...rest),
  }),
  defineScalarTag<number | string>("tag:yaml.org,2002:int", {
    ...intYaml11Tag,
    resolve: (source, ...rest) => {
      const number = intYaml11Tag.resolve(source, ...rest);
      return typeof number === "number" && !Number.isSafeInteger(number) ? source : number;
    },
  }),
  // Ruby prints 1.0 as `1.0`.
  defineScalarTag<number | string>("tag:yaml.org,2002:float", {
    ...floatYaml11Tag,
    resolve: (source, ...rest) => {
      const number = floatYaml11Tag.resolve(source, ...rest);
      return typeof number === "number" && Number.isSafeInteger(number) ? `${number}.0` : number;
    },
  }),
  mergeTag,
  defineSequenceTag<unknown[], Reference>("!reference", {
    create: () => [],
    addItem: (carrier, item) => void carrier.push(item),
    finalize: (carrier) => new Reference(carrier),
    identify: (data) => data instanceof Reference,
    represent: (data: Reference) => data.path,
  }),
);

/**
 * The documents of a text, each a hash: the configuration, perhaps with a header before it.
 * @throws ConfigError
 */
export function readYaml(text: string): Hash[] {
  if (Buffer.byteLength(text) >= mostBytes) throw new ConfigError(tooBig);
  const documents = load(text);
  if (documents.length > 2) throw new ConfigError("The parsed YAML has too many documents");
  for (const each of documents) {
    if (!isHash(each)) throw new ConfigError(noHash);
    checkSize(each);
  }
  return documents as Hash[];
}

function load(text: string): unknown[] {
  try {
    return loadAll(text, { schema, json: true, maxDepth: deepest });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw new ConfigError(noHash);
    const { reason, mark } = error as { reason: string; mark?: { line: number; column: number } };
    if (reason.startsWith("nesting exceeded")) throw new ConfigError(tooBig);
    const place = mark ? ` at line ${mark.line + 1} column ${mark.column + 1}` : "";
    throw new ConfigError(`(<unknown>): ${reason}${place}`);
  }
}

/** Aliases let a short text stand for a huge value. @throws ConfigError */
export function checkSize(value: unknown): void {
  let count = 0;
  const visit = (each: unknown, depth: number): void => {
    if (++count > mostValues || depth > deepest) throw new ConfigError(tooBig);
    if (typeof each !== "object" || each === null) return;
    for (const inner of Object.values(each)) visit(inner, depth + 1);
  };
  visit(value, 0);
}

export function isHash(value: unknown): value is Hash {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Reference)
  );
}

/** A value of a configuration as text. A hash or a list is JSON: a key `toString` of its own changes nothing. */
export function textOf(value: unknown): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

export function writeYaml(value: unknown): string {
  return `---\n${dump(value, { lineWidth: -1, noRefs: true })}`;
}
