import { randomBytes } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { Owner } from "../plan/index.ts";

/**
 * The stage with the id that its state keeps for it: made in the first run, before anything that carries it. It lives in
 * the state alone, so that operators who share a state share it, and checkouts that do not are told apart.
 */
export async function stageOwner(stage: string): Promise<Owner> {
  const fresh = randomBytes(8).toString("hex");
  const stash = new pulumi.Stash("owner", { input: fresh }, { ignoreChanges: ["input"] });
  const id = await new Promise<string | undefined>((resolve) => {
    stash.output.apply(resolve);
    // A run of some targets leaves it out, and its output is then never known.
    stash.urn.apply(() => setImmediate(() => resolve(undefined)));
  });
  return { stage, id: id ?? fresh };
}
