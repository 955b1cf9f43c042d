import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { ImagePlan } from "../compose/index.ts";
import { buildLabel } from "../docker/labels.ts";
import type { EngineImageResource } from "../rollout/image.ts";
import { replacementBarrier } from "../rollout/replacement-barrier.ts";
import { buildInputs, needsPreparation, prepareContext } from "./build-context.ts";
import { hideSecrets } from "./hide-secrets.ts";
import type { HostBuilds } from "./host-builds.ts";

/** The host whose engine builds. */
export interface BuildHost {
  readonly builds: HostBuilds;
  /** Triggers for an image that the engine lacks, even if the state records it. */
  lackOf(reference: string): Readonly<Record<string, string>> | undefined;
}

export interface BuiltImageArgs {
  /** The image, with its build. */
  readonly plan: ImagePlan;
  readonly build: NonNullable<ImagePlan["build"]>;
  readonly host: BuildHost;
  /** Secret values. Inputs that contain one become secrets. */
  readonly secrets: readonly string[];
}

/**
 * An image that the host's own engine builds. It is built again if its sources change, or if the engine has lost it.
 * The folder of the checkout and the builder's name may differ between runs, so they do not replace it. The id becomes
 * known when the engine has shown that the image was built there from these sources.
 */
export function builtImage(
  name: string,
  { plan, build, host, secrets }: BuiltImageArgs,
  opts: pulumi.CustomResourceOptions,
): EngineImageResource {
  const context = plan.contextHash ?? "";
  const labels = { ...build.labels, [buildLabel]: context };
  const inputs = { ...buildInputs(plan, build), label: labels, labels, builder: host.builds.builder };
  const { reference } = plan;
  const lack = host.lackOf(reference);
  const triggers = { context, ...lack };
  const image = new docker.RemoteImage(
    name,
    { name: reference, build: hideSecrets(inputs, secrets), triggers, keepLocally: true },
    {
      ...opts,
      ignoreChanges: ["build", ...(lack ? [] : ["triggers.lacked"])],
      hooks: hooksFor(name, plan, host),
    },
  );
  const recorded = pulumi.unsecret(image.build).apply((made) => made?.labels?.[buildLabel]);
  const imageId = pulumi.all([image.imageId, recorded]).apply(async ([id, context]) => {
    // An image that an earlier version recorded has no such label.
    return context === undefined ? id : host.builds.confirmed({ where: name, reference, id, context });
  });
  return { imageId };
}

function hooksFor(
  name: string,
  plan: ImagePlan,
  { builds: { hooks } }: BuildHost,
): pulumi.ResourceHookBinding {
  if (!needsPreparation(plan)) return hooks;
  const prepare = new pulumi.ResourceHook(`${name}: context`, () =>
    prepareContext(plan, name).catch((error) => replacementBarrier.fail(error)),
  );
  return { ...hooks, beforeCreate: [prepare, ...hooks.beforeCreate] };
}
