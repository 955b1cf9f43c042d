import { section } from "./maps.ts";
import { duration } from "./texts.ts";

/** `smallboat:promote`: what may be promoted into the stage. */
export const promote = section("settings of promotions", {
  after: duration
    .default("10m")
    .describe(
      "How long the containers of a stack must have run in the other stage, without a restart, before `make promote` takes their images.",
    ),
})
  .prefault({})
  .meta({
    description: "What [`make promote`](releases.md#promote) takes into this stage.",
    examples: [{ after: "1h" }],
  });
