/**
 * Follows the events of all engines of the stage, and prints a line for each change: what is no longer as the last run recorded
 * it, what is right again, and which host is lost. Changes nothing. Ends with 0 at Ctrl-C.
 */

import { runOnStage } from "./stage/run-command.ts";
import { requireStage } from "./stage/stage.ts";
import { watchStage } from "./watch/watch.ts";

await runOnStage(
  async (stage) => {
    requireStage(stage);
    const end = new AbortController();
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => end.abort());
    await watchStage(
      stage,
      (line) => console.log(`${new Date().toTimeString().slice(0, 8)} ${line}`),
      end.signal,
    );
    return 0;
  },
  { isLook: true },
);
