/**
 * Shows what `up` would change, and changes nothing. Further arguments go to `pulumi preview`. ALLOW_DELETE=<volume>
 * shows that volume made anew.
 */
import { runLines } from "./interruption.ts";
import { show } from "./pulumi.ts";
import { run } from "./run.ts";
import { allowedDeletions, withRunSettings } from "./run-settings.ts";
import { requireStage } from "./stage.ts";

await run(
  async (stage) => {
    requireStage(stage);
    for (const line of runLines(stage)) console.error(line);
    return withRunSettings(stage, allowedDeletions(), (options) =>
      show(stage, "preview", ...options, ...process.argv.slice(2)),
    );
  },
  { isLook: true },
);
