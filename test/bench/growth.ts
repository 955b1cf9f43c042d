/**
 * Shows that the cost of a resource in a first update grows with the size of the state, without smallboat and without a provider: a
 * program of components with 2.5 kB of inputs each.
 *
 * Usage: `node test/bench/growth.ts [RESOURCES ...] [-- OPTION ...]`, below `make env`; default 100 and 400. Options go to `pulumi up`.
 */
import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { checkout } from "../../dev/toolchain/setup/places.ts";
import { pulumiIn, stateFile } from "./contenders/pulumi.ts";
import { type Cost, costing } from "./cost.ts";
import { runner } from "./run.ts";

const program = `
const pulumi = require("@pulumi/pulumi");
const inputs = { text: "x".repeat(2500) };
for (let i = 0; i < Number(process.env.COUNT); i++)
  new pulumi.ComponentResource("growth:index:Thing", "thing-" + i, inputs);
`;

const all = process.argv.slice(2);
const end = all.includes("--") ? all.indexOf("--") : all.length;
const counts = end > 0 ? all.slice(0, end).map(Number) : [100, 400];
const options = all.slice(end + 1);

/** The cost of a first update of so many resources, and of one without a change. */
async function measure(count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-growth-"));
  const costs: Cost[] = [];
  try {
    symlinkSync(join(checkout, "node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "Pulumi.yaml"), stringify({ name: "growth", runtime: "nodejs" }));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ main: "index.js" }));
    writeFileSync(join(folder, "index.js"), program);
    const run = costing(runner(new AbortController().signal), join(folder, "cost.json"), (cost) =>
      costs.push(cost),
    );
    const counted: typeof run = (command, args, { cwd, env }) =>
      run(command, args, { cwd, env: { ...env, COUNT: String(count) } });
    const pulumi = await pulumiIn({ folder, run: counted });
    for (const phase of ["up", "unchanged"]) {
      await pulumi("up", "--yes", "--skip-preview", ...options);
      const { processor, memory } = costs.at(-1) as Cost;
      const size = statSync(stateFile(folder, "growth")).size / 1e6;
      console.log(
        `${count} resources, ${phase}: ${processor.toFixed(1)} s, ${memory.toFixed(0)} MiB, state ${size.toFixed(1)} MB`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

for (const count of counts) await measure(count);
