import { textOf } from "../source/yaml.ts";

export interface Copy {
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Counted from 1; undefined for a job that is not parallel. */
  readonly index?: number;
  readonly total: number;
}

type Matrix = Readonly<Record<string, unknown>>;

/** The jobs of one entry of the file: one, or as many as `parallel` says, with GitLab's names. */
export function copies(name: string, parallel: unknown): Copy[] {
  if (typeof parallel === "number") {
    return Array.from({ length: parallel }, (_, at) => ({
      name: `${name} ${at + 1}/${parallel}`,
      variables: {},
      index: at + 1,
      total: parallel,
    }));
  }
  const matrix = (parallel as { matrix?: Matrix[] } | undefined)?.matrix;
  if (!matrix) return [{ name, variables: {}, total: 1 }];
  const all = matrix.flatMap(combinations);
  return all.map((variables, at) => ({
    name: `${name}: [${Object.values(variables).join(", ")}]`,
    variables,
    index: at + 1,
    total: all.length,
  }));
}

function combinations(entry: Matrix): Record<string, string>[] {
  return Object.entries(entry).reduce<Record<string, string>[]>(
    (made, [key, values]) =>
      made.flatMap((before) => [values].flat().map((value) => ({ ...before, [key]: textOf(value) }))),
    [{}],
  );
}
