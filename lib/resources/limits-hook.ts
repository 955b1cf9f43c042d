import * as pulumi from "@pulumi/pulumi";
import type { ContainerUpdates } from "../compose/index.ts";
import type { Engine } from "../docker/client.ts";
import { updateContainer } from "../docker/container-update.ts";

/** Sets limits of a new container for which the provider has no property. If the engine ignores one, that is a warning. */
export function limitsHook(
  host: string,
  container: string,
  updates: ContainerUpdates,
  engine: Engine,
): pulumi.ResourceHook {
  return new pulumi.ResourceHook(`${host}: limits of ${container}`, async ({ id }) => {
    for (const warning of await updateContainer(engine, id || container, updates)) {
      await pulumi.log.warn(`container ${container}: ${warning}`);
    }
  });
}
