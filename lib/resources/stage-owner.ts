import { randomBytes } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { Owner } from "../plan/index.ts";

/**
 * The stage with its id. The first run makes the id, before any resource that carries it. The id is only in the state:
 * people who share a state share it, and stages of the same name in other states have other ids.
 */
export async function stageOwner(stage: string): Promise<Owner> {
  const fresh = randomBytes(8).toString("hex");
  const stash = new pulumi.Stash("owner", { input: fresh }, { ignoreChanges: ["input"] });
  const id = await new Promise<string | undefined>((resolve) => {
    stash.output.apply(resolve);
    // A run with targets skips this resource, and then its output never becomes known.
    stash.urn.apply(() => setImmediate(() => resolve(undefined)));
  });
  return { stage, id: id ?? fresh };
}
