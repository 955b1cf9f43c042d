/** Shows what `up` would change. Further arguments go to `pulumi preview`. */
import { show } from "./pulumi.ts";
import { run } from "./run.ts";
import { openStage } from "./stage.ts";

await run(async (stage) => {
  await openStage(stage);
  return show(stage, "preview", ...process.argv.slice(2));
});
