/**
 * Lists what the stage ran, the newest first: a line for each stack that a release changed. STACK=<host>/<stack> lists those of one
 * stack. SHOW=<number> tells in full what a release changed. JSON=1 prints the data. Changes nothing.
 */
import { aligned } from "../lib/changes/index.ts";
import { ProblemError } from "../lib/problems/index.ts";
import { historyOf, releaseDetails, releaseRows } from "../lib/releases/index.ts";
import { exportState } from "../lib/state/index.ts";
import { pulumiCliOf } from "./stage/pulumi.ts";
import { runOnStage } from "./stage/run-command.ts";
import { requireStage } from "./stage/stage.ts";

await runOnStage(
  async (stage) => {
    requireStage(stage);
    const history = historyOf((await exportState(pulumiCliOf(stage))).deployment);
    const { SHOW: show, STACK: stack } = process.env;
    if (process.env.JSON === "1") console.log(JSON.stringify(history, null, 2));
    else if (show) {
      const lines = releaseDetails(history, Number(show));
      if (!lines)
        throw new ProblemError([
          unknown(
            show,
            history.releases.map(({ number }) => number),
          ),
        ]);
      for (const line of lines) console.log(line);
    } else {
      const rows = releaseRows(history, stack);
      const lines = rows.length > 1 ? aligned(rows) : [`Stage ${stage} has no release yet.`];
      for (const line of lines) console.log(line);
    }
    return 0;
  },
  { isLook: true },
);

function unknown(show: string, known: readonly number[]) {
  const [first, last] = [known[0], known.at(-1)];
  const expected =
    first === undefined ? "a release, of which there is none yet" : `a release from ${first} to ${last}`;
  return { path: `SHOW=${show}`, expected, found: show, remedy: "make releases lists them" };
}
