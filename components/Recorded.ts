import * as pulumi from "@pulumi/pulumi";
import {
  type HostTree,
  holdsSecret,
  nameOf,
  providerOf,
  type Resource,
  type ServiceOutput,
  types,
} from "../lib/state/index.ts";
import type { HostStack } from "./HostStack.ts";

/**
 * Declares the resources of a host that does not answer exactly as the state records them. So Pulumi changes and deletes
 * none of them, and does not ask the engine. New resources of that host wait until it answers.
 * @param provider the host's provider
 * @returns the declared resources by URN
 */
export function declareRecorded(
  { host, below }: HostTree,
  parent: pulumi.Resource,
  provider: pulumi.ProviderResource,
): Map<string, pulumi.Resource> {
  const declared = new Map<string, pulumi.Resource>(host ? [[host.urn, parent]] : []);
  for (const recorded of below) {
    const opts = {
      parent: declared.get(recorded.parent ?? "") ?? parent,
      dependsOn: (recorded.dependencies ?? []).flatMap((urn) => declared.get(urn) ?? []),
    };
    const resource = recorded.custom
      ? new RecordedCustom(recorded, { ...opts, ...(recorded.type.startsWith("docker:") && { provider }) })
      : new RecordedComponent(recorded, opts);
    declared.set(recorded.urn, resource);
  }
  return declared;
}

/** The services that the state records for such a host, by the ids of its stacks. */
export function recordedServices({ below }: HostTree): [string, HostStack["services"]][] {
  return below.flatMap(({ type, urn, outputs }): [string, HostStack["services"]][] => {
    if (type !== types.hostStack || !outputs?.services) return [];
    if (holdsSecret(outputs)) return [];
    return [[nameOf(urn), pulumi.output(outputs.services as Record<string, ServiceOutput>)]];
  });
}

class RecordedCustom extends pulumi.CustomResource {
  constructor(recorded: Resource, opts: pulumi.CustomResourceOptions) {
    const { type, urn, protect, retainOnDelete, additionalSecretOutputs = [] } = recorded;
    const version = defaultVersion(recorded);
    super(
      type,
      nameOf(urn),
      {},
      {
        ...opts,
        // Keep all inputs of the state.
        ignoreChanges: ["*"],
        ...(protect && { protect }),
        ...(retainOnDelete && { retainOnDelete }),
        additionalSecretOutputs: [...additionalSecretOutputs],
        ...(version && { version }),
      },
    );
  }
}

class RecordedComponent extends pulumi.ComponentResource {
  constructor({ type, urn, outputs = {} }: Resource, opts: pulumi.ComponentResourceOptions) {
    super(type, nameOf(urn), {}, opts);
    // The program cannot decrypt secrets of the state, so it cannot register them again.
    this.registerOutputs(holdsSecret(outputs) ? {} : outputs);
  }
}

/** The version in a default provider's name, such as `default_1_2_3`. Another version would be another provider. */
function defaultVersion(recorded: Resource): string | undefined {
  const version = /^default_(\d+)_(\d+)_(\d+)$/.exec(nameOf(providerOf(recorded) ?? ""));
  return version?.slice(1).join(".");
}
