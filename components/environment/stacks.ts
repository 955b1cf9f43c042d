import * as pulumi from "@pulumi/pulumi";
import { awaitedImages, type PlacedStack, type RegistryPlan } from "../../lib/plan/index.ts";
import type { ServerLogin } from "../../lib/resources/login.ts";
import type { ServiceOutput } from "../../lib/state/index.ts";
import { AwaitedImage } from "../AwaitedImage.ts";
import type { EnvironmentArgs } from "../Environment.ts";
import type { Host, HostOf } from "../Host.ts";
import { HostStack } from "../HostStack.ts";
import { recordedServices } from "../Recorded.ts";
import type { DeclaredProject } from "./projects.ts";
import type { Pullable } from "./registry.ts";

/** Where the images of stacks come from. */
export interface ImageSources {
  readonly login: ServerLogin | undefined;
  readonly registry: Pullable;
  /** Projects by name. The pipelines of some push images. */
  readonly projects: ReadonlyMap<string, DeclaredProject>;
}

export type StackOutputs = Readonly<Record<string, pulumi.Output<Record<string, ServiceOutput>>>>;

/**
 * Declares the stacks. Each waits until its images can be pulled.
 * @returns what runs, by `<host>/<stack>` and service
 */
export function stageStacks(
  { settings, plan }: EnvironmentArgs,
  sources: ImageSources,
  hostOf: HostOf,
): StackOutputs {
  const secrets = Object.values(settings.secrets);
  const unreachable = [...plan.unreachable.values()].flatMap(({ recorded }) => recordedServices(recorded));
  return Object.fromEntries([
    ...unreachable,
    ...plan.stacks.map((stack): [string, HostStack["services"]] => {
      const host = hostOf(stack.host);
      const { dependsOn, pullable } = usesRegistry(stack, plan.registry) ? sources.registry : atOnce;
      const awaited = awaitedImagesOf(stack, { settings, plan }, sources, host, dependsOn);
      const digests = awaited.map(({ digest }) => digest);
      const args = { host, plan: stack.plan, secrets, pullable: pulumi.all([pullable, ...digests]) };
      const opts = { parent: host, dependsOn: [...dependsOn, ...awaited], ...formerNames(stack) };
      return [stack.id, new HostStack(stack.id, args, opts).services];
    }),
  ]);
}

const atOnce: Pullable = { dependsOn: [], copies: [] };

function usesRegistry({ plan }: PlacedStack, registry: RegistryPlan | undefined): boolean {
  return plan.images.some(({ reference }) => registry && reference.startsWith(`${registry.address}/`));
}

/** The images of a stack that pipelines of the stage push. */
function awaitedImagesOf(
  stack: PlacedStack,
  { plan }: EnvironmentArgs,
  { login, projects }: ImageSources,
  host: Host,
  dependsOn: pulumi.Resource[],
): AwaitedImage[] {
  if (!login) return [];
  return awaitedImages(stack, plan.registry, plan.projects).map(({ reference, project, timeout }) => {
    const pipelines = projects.get(project)?.pipelines;
    const args = { host, image: reference, login, project, timeout };
    const after = [...dependsOn, ...(pipelines ? [pipelines] : [])];
    const opts = { parent: host, dependsOn: after, ...formerNames(stack, `/${reference}`) };
    return new AwaitedImage(`${stack.id}/${reference}`, args, opts);
  });
}

/** Aliases by which Pulumi knows a stack whose folder had another name or host. */
function formerNames(
  { formerPlaces = [] }: PlacedStack,
  suffix = "",
): Pick<pulumi.ResourceOptions, "aliases"> {
  return { aliases: formerPlaces.map(({ id, host }) => ({ name: id + suffix, parent: host })) };
}
