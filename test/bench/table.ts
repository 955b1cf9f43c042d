import { phases } from "./contender.ts";
import type { Ratio, Seconds } from "./results.ts";
import { large, small } from "./workload.ts";

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
export function secondsTable(seconds: Seconds): string {
  const measured = new Set(Object.values(seconds).flatMap((row) => Object.keys(row)));
  const columns = [small, large]
    .flatMap((size) => phases.map((phase) => `${phase}${size}`))
    .filter((column) => measured.has(column));
  const lines = Object.entries(seconds).map(([contender, row]) => [
    contender,
    ...columns.map((column) => row[column]?.toFixed(1) ?? "–"),
  ]);
  return formatTable([["seconds", ...columns], ...lines]);
}

/** Ratios with their goals. */
export function ratiosTable(ratios: readonly Ratio[]): string {
  const lines = ratios.map(({ name, value, goal, against }) => [
    name,
    value.toFixed(2),
    goal === undefined ? "" : `≤ ${goal.toFixed(1)}`,
    goal === undefined ? "" : value <= goal ? "met" : "missed",
    `(${against})`,
  ]);
  return formatTable([["ratio", "value", "goal", "", "against"], ...lines]);
}
