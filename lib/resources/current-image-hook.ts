import * as pulumi from "@pulumi/pulumi";
import type { Engine } from "../docker/client.ts";
import { type PulledReference, pullIfOther } from "../docker/registry.ts";
import { valueWithoutDependencies } from "../rollout/value-without-dependencies.ts";
import type { ServerLogin } from "./login.ts";

/**
 * Pulls an image just before its resource is created, if the engine has another one under its tag. The provider would take the
 * image that the engine has. The digest is the resource's `pullTriggers`; without one nothing is pulled.
 * @param name of the resource, which is unique in a stage
 */
export function currentImageHook(
  name: string,
  image: Omit<PulledReference, "digest">,
  engine: Engine,
  login: ServerLogin | undefined,
): pulumi.ResourceHook {
  return new pulumi.ResourceHook(`${name}: current image`, async ({ newInputs }) => {
    const [digest] = (newInputs?.pullTriggers ?? []) as string[];
    if (!digest) return;
    const password = login && (await valueWithoutDependencies(login.password));
    const credentials = login && password ? { user: login.user, password } : undefined;
    await pullIfOther(engine, { ...image, digest }, credentials);
  });
}
