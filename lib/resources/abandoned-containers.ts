import * as pulumi from "@pulumi/pulumi";
import { connect } from "../docker/client.ts";
import { removeLeftover } from "../docker/leftovers.ts";
import type { StagePlan } from "../plan/index.ts";
import type { Settings } from "../settings/index.ts";

/**
 * Removes restored containers whose stack is gone. Pulumi does not know them, and they would prevent the removal of their
 * networks. Pulumi removes these networks after the program has ended, so this comes first.
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
