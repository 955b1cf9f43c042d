import * as pulumi from "@pulumi/pulumi";
import { nameOf, type RecordedHost, type RecordedResource } from "../plan/index.ts";
import type { HostStack, ServiceOutput } from "./HostStack.ts";

/**
 * Declares what the state records of a host that does not answer just as it is recorded, so that nothing of it is
 * changed or deleted and its engine is not asked. What the stage would put there anew waits.
 * @param provider of the host
 * @returns what is declared, by URN
 */
export function declareRecorded(
  { host, below }: RecordedHost,
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
      ? new RecordedCustom(recorded, { ...opts, ...(isOf(recorded, "docker") && { provider }) })
      : new RecordedComponent(recorded, opts);
    declared.set(recorded.urn, resource);
  }
  return declared;
}

/** What last ran on such a host, by the names of its stacks. */
export function recordedServices({ below }: RecordedHost): [string, HostStack["services"]][] {
  return below.flatMap(({ type, urn, outputs }): [string, HostStack["services"]][] => {
    if (type !== "smallboat:index:HostStack" || !outputs?.services) return [];
    if (holdsSecret(outputs)) return [];
    return [[nameOf(urn), pulumi.output(outputs.services as Record<string, ServiceOutput>)]];
  });
}

class RecordedCustom extends pulumi.CustomResource {
  constructor(recorded: RecordedResource, opts: pulumi.CustomResourceOptions) {
    const { type, urn, protect, retainOnDelete, additionalSecretOutputs = [] } = recorded;
    const version = defaultVersion(recorded);
    super(
      type,
      nameOf(urn),
      {},
      {
        ...opts,
        // All inputs stay those of the state.
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
  constructor({ type, urn, outputs = {} }: RecordedResource, opts: pulumi.ComponentResourceOptions) {
    super(type, nameOf(urn), {}, opts);
    this.registerOutputs(holdsSecret(outputs) ? {} : outputs);
  }
}

/** What stands encrypted in the state cannot be handed back to it by the program. */
function holdsSecret(outputs: object): boolean {
  return JSON.stringify(outputs).includes('"4dabf18193072939515e22adb298388d"');
}

function isOf({ type }: RecordedResource, packageName: string): boolean {
  return type.startsWith(`${packageName}:`);
}

/** Of a provider that nobody declared, such as `default_1_2_3`: another version would be another provider. */
function defaultVersion({ provider = "" }: RecordedResource): string | undefined {
  const version = /::default_(\d+)_(\d+)_(\d+)::/.exec(provider);
  return version?.slice(1).join(".");
}
