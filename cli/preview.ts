/**
 * Shows what `up` would change, and changes nothing. Further arguments go to `pulumi preview`. ALLOW_DELETE=<volume>
 * shows that volume made anew.
 */
import { runLines } from "./stage/interruption.ts";
import { show } from "./stage/pulumi.ts";
import { run } from "./stage/run-command.ts";
import { allowedDeletions, withRunSettings } from "./stage/run-settings.ts";
import { requireStage } from "./stage/stage.ts";

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
