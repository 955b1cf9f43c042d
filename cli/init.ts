/** Creates the stage if it is new, so that plain `pulumi` commands find it. */
import { runOnStage } from "./stage/run-command.ts";
import { createStage } from "./stage/stage.ts";

await runOnStage(async (stage) => {
  await createStage(stage);
  return 0;
});
