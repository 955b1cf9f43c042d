import * as pulumi from "@pulumi/pulumi";
import { connect } from "../docker/client.ts";
import { removeLeftover } from "../docker/leftovers.ts";
import type { StagePlan } from "../plan/index.ts";
import type { Settings } from "../settings/index.ts";

/**
 * Removes what no stack claims any more and Pulumi does not know, before Pulumi removes the networks that it is on: of
 * what is gone from the program Pulumi deletes nothing before the program ends.
 */
export async function removeAbandoned(
  { hosts }: Settings,
  { abandoned, owner }: Pick<StagePlan, "abandoned" | "owner">,
): Promise<void> {
  if (pulumi.runtime.isDryRun()) return;
  const removals = abandoned.map(({ host, name }) => {
    const { engine, certPath } = hosts[host] ?? { engine: "" };
    return removeLeftover(connect(engine, { certPath }), { name, where: host }, owner);
  });
  await Promise.all(removals);
}
