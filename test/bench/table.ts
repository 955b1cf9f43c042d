import { type ContenderName, phases } from "./contender.ts";
import type { Ratio, Seconds } from "./results.ts";
import { scenarios } from "./scenario.ts";
import type { Failure } from "./statistics.ts";

/** Columns of equal width, the first one to the left, the others to the right. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return column === 0 ? cell.padEnd(width) : cell.padStart(width);
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** Medians in seconds, a row for each contender. */
export function secondsTable(seconds: Seconds, failures: readonly Failure[] = []): string {
  const failed = new Set(failures.map((failure) => `${failure.contender} ${columnOf(failure)}`));
  const measured = new Set([
    ...Object.values(seconds).flatMap((row) => Object.keys(row)),
    ...failures.map(columnOf),
  ]);
  const columns = scenarios
    .flatMap(({ name }) => phases.map((phase) => `${phase}${name}`))
    .filter((column) => measured.has(column));
  const rows = new Set([
    ...Object.keys(seconds),
    ...failures.map(({ contender }) => contender),
  ]) as Set<ContenderName>;
  const lines = [...rows].map((contender) => [
    contender,
    ...columns.map((column) =>
      failed.has(`${contender} ${column}`) ? "fails" : (seconds[contender]?.[column]?.toFixed(1) ?? "–"),
    ),
  ]);
  return formatTable([["seconds", ...columns], ...lines]);
}

/** Why a cell of the table says "fails". */
export function failureLines(failures: readonly Failure[]): string[] {
  return failures.map((failure) => `${failure.contender}, ${columnOf(failure)}: fails: ${failure.reason}`);
}

const columnOf = ({ phase, scenario }: Failure) => `${phase}${scenario}`;

/** Ratios with their goals. */
export function ratiosTable(ratios: readonly Ratio[]): string {
  const lines = ratios.map(({ name, value, goal, against }) => [
    name,
    value.toFixed(2),
    goal === undefined ? "" : `≤ ${goal.toFixed(2)}`,
    goal === undefined ? "" : value <= goal ? "met" : "missed",
    `(${against})`,
  ]);
  return formatTable([["ratio", "value", "goal", "", "against"], ...lines]);
}
