import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import {
  bindingText,
  type ContainerPlan,
  imageReference,
  instanceName,
  type NetworkPlan,
  type StackPlan,
  shownImage,
} from "../lib/compose/index.ts";
import { ownEntry } from "../lib/problems/own-entry.ts";
import { withoutAbsentInputs } from "../lib/resources/absent-inputs.ts";
import { builtImage } from "../lib/resources/built-image.ts";
import { containerArgs } from "../lib/resources/container-args.ts";
import { hideSecrets, isOpen } from "../lib/resources/hide-secrets.ts";
import { readableByOwner, type ServerFile, unchangedAccess } from "../lib/resources/server-file-access.ts";
import { wholeCommandLine } from "../lib/resources/whole-command-line.ts";
import { imagesFor, replicaBefore, rolloutOf } from "../lib/rollout/container-rollout.ts";
import type { EngineImageResource } from "../lib/rollout/image.ts";
import { inheritedMounts } from "../lib/rollout/inherited-mounts.ts";
import { imageRefAfterSnapshot, networkNameAfterSnapshots } from "../lib/rollout/withheld-inputs.ts";
import type { ServiceOutput } from "../lib/state/index.ts";
import type { Host } from "./Host.ts";

export interface HostStackArgs {
  /** The planned stack, from `lib/compose`. */
  readonly plan: StackPlan;
  /** The host that runs the stack. */
  readonly host: Host;
  /** Secret values. Every input that contains one becomes a secret. */
  readonly secrets?: readonly string[];
  /** Files, by service, whose content only resources know, such as logins. */
  readonly uploads?: Readonly<Record<string, readonly ServerFile[]>>;
  /** Becomes known when the stack's images can be pulled. Default: at once. */
  readonly pullable?: pulumi.Output<unknown> | undefined;
  /** Seconds in which every container must become healthy. Default: the time that its healthcheck allows. */
  readonly ready?: number | undefined;
  /** True if the stack's volumes are removed with it. Default: they stay. */
  readonly isDisposable?: boolean;
}

/** The networks, volumes, images and containers of one compose file on one host. */
export class HostStack extends pulumi.ComponentResource {
  /** Containers by service. Replicas from the second on are named `<service>-<number>`. */
  readonly services: pulumi.Output<Record<string, ServiceOutput>>;
  readonly volumes: readonly docker.Volume[];
  /** Ids of the containers. Unknown in a preview that replaces one. */
  readonly ids: pulumi.Output<readonly string[]>;

  constructor(name: string, args: HostStackArgs, opts: pulumi.ComponentResourceOptions = {}) {
    super("smallboat:index:HostStack", name, {}, { ...opts, provider: args.host.provider });
    const { plan, secrets = [] } = args;
    const images = this.#images(name, args, opts);
    const networks = this.#networks(name, args, images);
    this.volumes = this.#volumes(name, args);
    const containers = this.#containers(name, args, {
      networks,
      volumes: this.volumes,
      images,
    });
    this.ids = pulumi.all([...containers.values()].map(({ id }) => id));
    this.services = pulumi.output(
      Object.fromEntries(
        plan.containers.map((each) => [instanceName(each), serviceOutput(plan, each, containers)]),
      ),
    );
    const volumes = plan.volumes.filter(({ external }) => !external).map(({ fields }) => fields.name);
    const { sources } = plan;
    this.registerOutputs({
      services: this.services,
      ...(volumes.length > 0 && { volumes }),
      // No input of a container records them.
      limits: Object.fromEntries(plan.containers.map((each) => [each.fields.name, each.updates ?? {}])),
      // Without them the next preview says less. With a secret among them nobody could read the other outputs.
      ...(sources && isOpen(sources, secrets) && { sources }),
    });
  }

  /** Network names by key: outputs of the stack's own networks, plain names of external ones. */
  #networks(
    name: string,
    { plan, host, secrets = [], ready }: HostStackArgs,
    images: Images,
  ): Map<string, pulumi.Input<string>> {
    const declare = (network: NetworkPlan) => {
      const { key, fields, ignoreChanges = [] } = network;
      const onIt = plan.containers.filter((each) => each.networks.some((use) => use.network === key));
      const needed = onIt.flatMap((each) => imagesFor(plan, each, images));
      const rollouts = onIt.map((each) => rolloutOf(plan, each, { ready, secrets }));
      const inputs = {
        ...hideSecrets(fields, secrets),
        name: networkNameAfterSnapshots(network, needed, rollouts, host.rollouts),
      };
      const declared = new docker.Network(`${name}/${key}`, inputs, {
        parent: this,
        transformations: [withoutAbsentInputs],
        deleteBeforeReplace: true,
        ignoreChanges: [...ignoreChanges],
        hooks: { beforeCreate: [host.hooks.network], onError: [host.hooks.stranding] },
      });
      host.networks.declare(fields.name, declared);
      return declared.name;
    };
    return new Map(
      plan.networks.map((network) => [
        network.key,
        network.external ? host.networks.named(network.fields.name) : declare(network),
      ]),
    );
  }

  /**
   * Volumes hold data, so they stay when they leave the compose file. Labels are ignored: they cannot change without
   * deleting the volume, and a volume that Docker made for a container has none.
   */
  #volumes(name: string, { plan, host, secrets = [], isDisposable = false }: HostStackArgs): docker.Volume[] {
    return plan.volumes
      .filter(({ external }) => !external)
      .map((volume) => {
        const { key, fields, ignoreChanges = ["labels"], isRenewed = false } = volume;
        const renewal = isRenewed ? host.renewal(volume, plan.project) : {};
        return new docker.Volume(`${name}/${key}`, hideSecrets(fields, secrets), {
          parent: this,
          transformations: [withoutAbsentInputs],
          retainOnDelete: !isDisposable,
          ignoreChanges: [...ignoreChanges],
          hooks: { ...renewal, onError: [host.hooks.failing] },
        });
      });
  }

  #images(
    name: string,
    { plan, host, secrets = [], pullable }: HostStackArgs,
    { dependsOn = [] }: pulumi.ComponentResourceOptions,
  ): Images {
    const images = plan.images.filter(({ pull }) => pull !== "never");
    return new Map(
      images.map((image) => [
        image.key,
        image.build
          ? builtImage(
              `${name}/${image.key}`,
              { plan: image, build: image.build, host, secrets },
              { parent: this, dependsOn },
            )
          : host.image(image, { dependsOn }, pullable),
      ]),
    );
  }

  #containers(
    name: string,
    { plan, host, secrets = [], uploads = {}, ready }: HostStackArgs,
    { networks, volumes, images }: Declared,
  ): Map<string, docker.Container> {
    const containers = new Map<string, docker.Container>();
    const ofService = (service: string) =>
      plan.containers
        .filter((each) => each.service === service)
        .map((each) => containers.get(each.fields.name))
        .filter((each) => each !== undefined);
    for (const each of plan.containers) {
      const image = images.get(each.image);
      const written = imageReference(plan, each);
      const before = containers.get(replicaBefore(plan, each) ?? "");
      const dependsOn = [
        ...volumes,
        ...each.dependsOn.flatMap(({ service }) => ofService(service)),
        ...(before ? [before] : []),
      ];
      const rollout = rolloutOf(plan, each, { ready, secrets });
      host.rollouts.expect(rollout);
      const furtherImages = imagesFor(plan, each, images);
      const files = ownEntry(uploads, each.service) ?? [];
      const awaited = { reference: written, image, furtherImages, dependsOn };
      const inputs = containerArgs(each, {
        network: (key) => networks.get(key) as pulumi.Input<string>,
        image,
        reference: imageRefAfterSnapshot(each, awaited, host.rollouts, rollout),
        container: (service) => ofService(service)[0] as docker.Container,
        secrets,
        uploads: readableByOwner(files, () => host.userOf(image?.imageId, written)),
        ...(each.afterEntrypoint && {
          entrypoints: wholeCommandLine(each, {
            reference: written,
            image,
            entrypointOf: (id) => host.entrypointOf(id),
            secrets,
          }),
        }),
        ...(each.inherited && {
          mounts: inheritedMounts(each, image, written, (id) => host.volumesOf(id)),
        }),
      });
      const container = new docker.Container(`${name}/${instanceName(each)}`, inputs, {
        parent: this,
        transformations: [withoutAbsentInputs],
        dependsOn,
        // Inherited mounts matter only when the container is replaced. Its config-hash label covers the declared ones.
        ignoreChanges: [
          ...new Set([
            ...each.ignoreChanges,
            ...(each.inherited ? ["mounts"] : []),
            ...unchangedAccess(each, files),
          ]),
        ],
        hooks: {
          beforeCreate: [host.hooks.container],
          afterCreate: [
            ...(each.updates ? [host.limits(each.fields.name, each.updates)] : []),
            host.hooks.serving,
            ...(each.runsToCompletion ? [host.hooks.completed] : []),
          ],
          onError: [host.hooks.refused],
        },
      });
      if (each.renewal && pulumi.runtime.isDryRun()) sayRenewal(each.renewal, container);
      containers.set(each.fields.name, container);
    }
    return containers;
  }
}

/** The incarnation alone tells nobody why a preview replaces the container. */
function sayRenewal(why: string, container: docker.Container): void {
  void pulumi.log.info(`new incarnation: ${why}`, container);
}

/** Images by their keys. */
type Images = ReadonlyMap<string, EngineImageResource>;

interface Declared {
  readonly networks: Map<string, pulumi.Input<string>>;
  readonly volumes: readonly docker.Volume[];
  readonly images: Images;
}

function serviceOutput(plan: StackPlan, each: ContainerPlan, containers: Map<string, docker.Container>) {
  return {
    container: (containers.get(each.fields.name) as docker.Container).name,
    image: shownImage(plan, each),
    ports: each.ports.map(bindingText),
  };
}
