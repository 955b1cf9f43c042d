/** The fields of `results.json` that README shows. */
export interface Results {
  /** The day, such as `2026-11-25`. */
  readonly at: string;
  /** By the names of comparisons. */
  readonly ratios: Readonly<Record<string, number>>;
}

const rows: readonly (readonly [name: string, what: string, against: string])[] = [
  ["up20/compose", "first update", "`docker compose up -d`, one stack after another"],
  ["up20/terraform64", "first update", "OpenTofu, 64 at a time"],
  ["noop20/empty", "update without a change", "an empty Pulumi program"],
  ["drift20/terraform", "check for drift", "`tofu plan`"],
];

const table = /^(A bench measured .*\()\d{4}-\d\d-\d\d(\)\.[^|]*)\| \| against \| ratio \|\n(?:\|.*\n)+/m;

/** README with the ratios and the day of these results. @throws Error if it has no such table, or a result is missing */
export function withMeasured(readme: string, { at, ratios }: Results): string {
  if (!table.test(readme)) throw new Error("README.md: expected the table of the bench, found none");
  const lines = rows.map(([name, what, against]) => {
    const ratio = ratios[name];
    if (ratio === undefined)
      throw new Error(`results.json: expected ${name}, found none; measure all contenders`);
    return `| ${what} | ${against} | ${ratio.toFixed(2)} |\n`;
  });
  const head = "| | against | ratio |\n| --- | --- | --- |\n";
  return readme.replace(table, (_, before, after) => `${before}${at}${after}${head}${lines.join("")}`);
}
