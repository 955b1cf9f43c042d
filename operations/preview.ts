/** Shows what `up` would change, and changes nothing. Further arguments go to `pulumi preview`. */
import { runLines } from "./interruption.ts";
import { show } from "./pulumi.ts";
import { run } from "./run.ts";
import { requireStage } from "./stage.ts";

await run(
  async (stage) => {
    requireStage(stage);
    for (const line of runLines(stage)) console.error(line);
    return show(stage, "preview", ...process.argv.slice(2));
  },
  { isLook: true },
);
