import * as pulumi from "@pulumi/pulumi";
import type { ContainerUpdates } from "../compose/index.ts";
import type { Engine } from "../docker/client.ts";
import { updateContainer } from "../docker/container-update.ts";

/** Gives a new container what the provider has no property for. What the engine leaves out of it is a warning. */
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
