import * as pulumi from "@pulumi/pulumi";
import { type Holds, parsedHistory } from "../releases/index.ts";

/**
 * The stacks of the stage that stay at a release. They stand in the state, beside the releases, in the output of a resource
 * that keeps it whatever the program declares.
 */
export async function stageHolds(): Promise<Holds> {
  const stash = new pulumi.Stash("releases", { input: "none" });
  const output = await new Promise<unknown>((resolve) => {
    stash.output.apply(resolve);
    // A run with targets skips a new resource, and then its output never becomes known.
    stash.urn.apply(() => setImmediate(() => resolve(undefined)));
  });
  return parsedHistory(output).holds;
}
