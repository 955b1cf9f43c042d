import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/** A folder, and what `docker compose config` makes of it. */
export interface ConfigCase {
  readonly name: string;
  /** By path within the folder. */
  readonly files: Readonly<Record<string, string>>;
  /** With `@STACK@` for the folder, `@STACKS@` for the one above it. */
  readonly model?: object;
  /** The last line of compose's own words. */
  readonly error?: string;
}

const root = join(import.meta.dirname, "config");

/** By feature. */
export const configCases: readonly (readonly [feature: string, cases: readonly ConfigCase[]])[] = readdirSync(
  root,
).map((file) => [file.replace(".yaml", ""), written(file)]);

function written(file: string): ConfigCase[] {
  const cases = parse(readFileSync(join(root, file), "utf8")) as (ConfigCase & { model?: string })[];
  return cases.map(({ model, ...rest }) => (model ? { ...rest, model: JSON.parse(model) as object } : rest));
}
