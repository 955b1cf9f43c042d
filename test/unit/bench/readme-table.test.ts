import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { withMeasured } from "../../bench/readme-table.ts";

const readme = readFileSync("README.md", "utf8");
const ratios = {
  "up20/compose": 0.941,
  "up20/terraform64": 1,
  "noop20/empty": 1.987,
  "drift20/terraform": 0.5,
};

test("the command writes README's table from the results, and changes nothing else", () => {
  const written = withMeasured(readme, { at: "2027-01-02", ratios });
  const start = written.indexOf("A bench measured");
  expect(written.slice(start, written.indexOf("\n\n", written.indexOf("| ---", start)))).toBe(
    `A bench measured these ratios in one run on two cores, with 20 stacks of one network and one container (2027-01-02). Below 1,
smallboat is faster:

| | against | ratio |
| --- | --- | --- |
| first update | \`docker compose up -d\`, one stack after another | 0.94 |
| first update | OpenTofu, 64 at a time | 1.00 |
| update without a change | an empty Pulumi program | 1.99 |
| check for drift | \`tofu plan\` | 0.50 |`,
  );
  const around = (text: string) => text.replace(/A bench measured[\s\S]*?\n\n(?!\|)/, "");
  expect(around(written)).toBe(around(readme));
  expect(withMeasured(written, { at: "2027-01-02", ratios })).toBe(written);
});

test("a result that is missing is named", () => {
  expect(() => withMeasured(readme, { at: "2027-01-02", ratios: {} })).toThrow(
    "results.json: expected up20/compose, found none; measure all contenders",
  );
});
