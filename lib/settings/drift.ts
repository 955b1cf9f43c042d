import { z } from "zod";
import { section } from "./maps.ts";
import { form } from "./texts.ts";

const place = form(
  "a stack as <host>/<stack>, registry, pypi, gitlab or runner/<name>",
  /^(registry|pypi|gitlab|[^/\s]+\/[^/\s]+)$/,
);

/** `smallboat:drift`: what happens where something is not as it was recorded. */
export const drift = section("settings of drift", {
  heal: z
    .array(place, { error: "a list of stacks" })
    .prefault([])
    .describe("Stacks that the scheduled check may put right by itself."),
})
  .prefault({})
  .meta({
    description: "What happens where something is no longer as the last run recorded it.",
    examples: [{ heal: ["10.0.0.60/chat", "registry"] }],
  });

export type DriftSettings = z.output<typeof drift>;
