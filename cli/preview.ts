/**
 * Shows what `up` would change, and changes nothing. Further arguments go to `pulumi preview`. ALLOW_DELETE=<volume>
 * shows that volume made anew.
 */
import { currentRunLines } from "./stage/interruption.ts";
import { runPulumi } from "./stage/pulumi.ts";
import { runOnStage } from "./stage/run-command.ts";
import { allowedDeletions, withRunSettings } from "./stage/run-settings.ts";
import { requireStage } from "./stage/stage.ts";

await runOnStage(
  async (stage) => {
    requireStage(stage);
    for (const line of currentRunLines(stage)) console.error(line);
    return withRunSettings(stage, allowedDeletions(), (options) =>
      runPulumi(stage, "preview", ...options, ...process.argv.slice(2)),
    );
  },
  { isLook: true },
);
