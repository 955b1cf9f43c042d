/**
 * Measures `make preview` against plain `pulumi preview` of the same stage, which has no change, one after the other.
 *
 * Usage: `node test/bench/preview.ts [STACKS [ROUNDS]]`, below `make env`; default 20 and 3.
 */
import { randomBytes, randomInt } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { command, prepareStage, stageEnvironment } from "./contenders/pulumi.ts";
import { type Cost, costing } from "./cost.ts";
import { runner } from "./run.ts";
import { median } from "./statistics.ts";
import { formatTable } from "./table.ts";
import { addressBlocks, makeWorkload } from "./workload.ts";

const [stacks = 20, rounds = 3] = process.argv.slice(2).map(Number);
const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => interruption.abort(new Error("Interrupted.")));
}

const folder = mkdtempSync(join(tmpdir(), "smallboat-preview-"));
const options = { cwd: folder, env: stageEnvironment(folder) };
const run = runner(interruption.signal);
const workload = makeWorkload(randomBytes(3).toString("hex"), "nginx:1.26", randomInt(addressBlocks), stacks);
const stage = await prepareStage(
  folder,
  [{ name: "bench", engine: "unix:///var/run/docker.sock", workload }],
  run,
);

async function costOf(name: string, ...args: string[]): Promise<Cost> {
  const costs: Cost[] = [];
  await costing(run, join(folder, "cost.json"), (cost) => costs.push(cost))(name, args, options);
  return costs[0] as Cost;
}

try {
  await stage.up();
  const costs: { readonly plain: Cost; readonly ours: Cost }[] = [];
  for (let round = 1; round <= rounds; round++) {
    const plain = await costOf("pulumi", "preview", "--stack", options.env.STAGE, "--non-interactive");
    costs.push({ plain, ours: await costOf(process.execPath, command("preview")) });
  }
  const rows = (["seconds", "processor"] as const).map((what) => {
    const middle = (who: "plain" | "ours") => median(costs.map((each) => each[who][what])) ?? Number.NaN;
    const ratio = median(costs.map(({ plain, ours }) => ours[what] / plain[what]));
    return [
      what,
      ...(["plain", "ours"] as const).map((who) => middle(who).toFixed(2)),
      ratio?.toFixed(2) ?? "",
    ];
  });
  console.log(formatTable([["", "pulumi preview", "make preview", "ratio (goal: 1.15)"], ...rows]));
  console.log(`${stacks} stacks, ${rounds} rounds. Load after: ${loadavg()[0]?.toFixed(1)}.`);
} finally {
  await stage.destroy();
  rmSync(folder, { recursive: true });
}
