import type { CiFile } from "../config/file.ts";
import { ConfigError } from "./error.ts";
import { extend } from "./extend.ts";
import { type IncludeOptions, Includes } from "./include.ts";
import type { Place } from "./place.ts";
import { resolveReferences } from "./reference.ts";
import { checkSize, type Hash, isHash } from "./yaml.ts";

export interface Text {
  readonly text: string;
  readonly inputs?: Hash | undefined;
  /** Files that are not in the commit, by path: those that jobs have made. */
  readonly files?: ReadonlyMap<string, string> | undefined;
}

/** Lists may hold lists, for references, to this depth. */
const deepest = 10;

/** A configuration as a whole: includes, then extends, then references, then flat lists. @throws ConfigError */
export async function resolveFile(
  { text, inputs }: Text,
  place: Place,
  options: IncludeOptions,
): Promise<CiFile> {
  if (text.trim() === "") throw new ConfigError("Please provide content of .gitlab-ci.yml");
  const included = await new Includes(options).resolve(text, place, inputs);
  const file = resolveReferences(extend(included));
  checkSize(file);
  return flatten(file, "") as CiFile;
}

function flatten(value: unknown, path: string): unknown {
  if (Array.isArray(value)) {
    const flat = value.flat(deepest - 1);
    if (flat.some(Array.isArray)) {
      throw new ConfigError(
        `${path} config should be a string or a nested array of strings up to 10 levels deep`,
      );
    }
    return flat.map((each) => flatten(each, path));
  }
  if (!isHash(value)) return value;
  const below = (key: string) => (path === "" ? `jobs:${key}` : `${path}:${key}`);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, flatten(each, below(key))]));
}
