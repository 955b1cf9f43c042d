import type * as pulumi from "@pulumi/pulumi";
import type { StagePlan } from "../../lib/plan/index.ts";
import type { ServerLogin } from "../../lib/resources/login.ts";
import type { Settings } from "../../lib/settings/index.ts";
import { ContainerRegistry } from "../ContainerRegistry.ts";
import type { EnvironmentArgs } from "../Environment.ts";
import type { HostOf } from "../Host.ts";
import { RegistryCopy } from "../RegistryCopy.ts";
import { RegistryTrust } from "../RegistryTrust.ts";

/** What must be ready before images of the stage's registry can be pulled. */
export interface Pullable {
  readonly dependsOn: pulumi.Resource[];
  readonly copies: pulumi.Resource[];
  /** Becomes known when images can be pulled. Default: at once. */
  readonly pullable?: pulumi.Output<unknown>;
}

/** Declares the stage's own registry, the engines' trust in it, and its copies of images. */
export function stageRegistry(
  parent: pulumi.Resource,
  { settings, plan }: EnvironmentArgs,
  login: ServerLogin | undefined,
  hostOf: HostOf,
): Pullable {
  const { server, address, repositories } = plan.registry ?? {};
  if (!server || !address || !login) return { dependsOn: [], copies: [] };
  const host = hostOf(server.host);
  const registry = new ContainerRegistry("registry", { host, server, address, login }, { parent });
  const { ca } = registry;
  const trusting = ca === undefined ? [] : answeringEngines(settings, plan);
  const trusts = trusting.map((name) => {
    const host = hostOf(name);
    const args = {
      host,
      stage: settings.stage,
      address,
      ca: ca as pulumi.Output<string>,
      image: server.image,
    };
    return new RegistryTrust(`${name}/registry-trust`, args, { parent: host });
  });
  const dependsOn = [registry, ...trusts];
  const isLost = server.plan.volumes.some(({ isRenewed }) => isRenewed);
  const copies = server.copies.map((image) => {
    const copy = { host, image, copy: `${repositories}/${image}`, login, isLost };
    return new RegistryCopy(`registry/${image}`, copy, { parent: registry, dependsOn });
  });
  return { dependsOn, pullable: registry.ready, copies };
}

/** The first host of each engine that answers. */
function answeringEngines({ hosts }: Settings, { unreachable }: StagePlan): string[] {
  const names = Object.keys(hosts);
  const engineOf = (name: string) => hosts[name]?.engine;
  const isFirst = (name: string, index: number) =>
    names.findIndex((each) => engineOf(each) === engineOf(name)) === index;
  return names.filter(isFirst).filter((host) => !unreachable.has(host));
}
