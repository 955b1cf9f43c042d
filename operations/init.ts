/** Creates the stage where it is new, so that plain `pulumi` finds it. */
import { run } from "./run.ts";
import { openStage } from "./stage.ts";

await run(async (stage) => {
  await openStage(stage);
  return 0;
});
