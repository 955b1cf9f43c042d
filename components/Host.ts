import { randomUUID } from "node:crypto";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { ContainerUpdates, ImagePlan, VolumePlan } from "../lib/compose/index.ts";
import { providerAddress } from "../lib/docker/address.ts";
import { BuildxBuilder } from "../lib/docker/buildx-builder.ts";
import { connect, type Engine } from "../lib/docker/client.ts";
import type { EngineSettings } from "../lib/docker/engine-info.ts";
import { orEngineProblem } from "../lib/docker/engine-problems.ts";
import { ImageInspections } from "../lib/docker/image-inspections.ts";
import type { Owner } from "../lib/docker/ownership.ts";
import { currentDigest } from "../lib/docker/registry.ts";
import { currentImageHook } from "../lib/resources/current-image-hook.ts";
import { DeclaredNetworks } from "../lib/resources/declared-networks.ts";
import { HostBuilds } from "../lib/resources/host-builds.ts";
import { limitsHook } from "../lib/resources/limits-hook.ts";
import type { ServerLogin } from "../lib/resources/login.ts";
import { type HostHooks, hostHooks } from "../lib/rollout/host-hooks.ts";
import { Rollouts } from "../lib/rollout/rollouts.ts";
import { valueWithoutDependencies } from "../lib/rollout/value-without-dependencies.ts";
import { renewalHooks } from "../lib/rollout/volume-renewal.ts";
import type { EngineVariables } from "../lib/scripts/index.ts";
import type { HostSettings } from "../lib/settings/index.ts";
import type { HostTree } from "../lib/state/index.ts";
import { declareRecorded } from "./Recorded.ts";

/** A registry and the login with which the host's engine pulls and pushes. */
export interface RegistryLogin extends ServerLogin {
  /** `host[:port]`. */
  readonly address: string;
}

/** The stage's hosts by name. */
export type HostOf = (name: string) => Host;

/** The part of an image's plan that a pull needs. */
export type PulledPlan = Pick<ImagePlan, "reference" | "platform" | "pull" | "isLocked">;

export interface HostArgs {
  readonly owner: Owner;
  /** The Docker engine. */
  readonly settings: HostSettings;
  readonly logins: readonly RegistryLogin[];
  /** Keys of images for which a service of the host says `pull_policy: always`. Default: none. */
  readonly followedImages?: ReadonlySet<string> | undefined;
  /** References of images that the engine is known to lack. Default: none. */
  readonly lackedImages?: ReadonlySet<string> | undefined;
  /** What is recorded of the engine's own settings. Default: nothing. */
  readonly engineSettings?: EngineSettings | undefined;
  /** The networks that stacks declare on the host's engine. Default: none. */
  readonly networks?: DeclaredNetworks;
  /** Ids of stacks whose containers Docker Compose created and this stage now manages. Default: none. */
  readonly adopted?: readonly string[];
  /** For a host that does not answer: the resources that the state records. Only these are declared on it. */
  readonly recorded?: HostTree | undefined;
  /** Ids of the stacks of such a host, recorded or not. Default: none. */
  readonly unknownStacks?: readonly string[] | undefined;
}

/** A Docker engine with its registry logins and the images that its stacks share. Its stacks are its children. */
export class Host extends pulumi.ComponentResource {
  readonly provider: docker.Provider;
  readonly hooks: HostHooks;
  readonly rollouts: Rollouts;
  readonly builds: HostBuilds;
  readonly networks: DeclaredNetworks;
  readonly #engine: Engine;
  readonly #inspections: ImageInspections;
  readonly #images = new Map<string, docker.RemoteImage>();
  readonly #name: string;
  readonly #args: HostArgs;
  /** A random value that differs in every run. */
  readonly #run = randomUUID();

  constructor(name: string, args: HostArgs, opts?: pulumi.ComponentResourceOptions) {
    super("smallboat:index:Host", name, {}, opts);
    const { owner, settings, logins, adopted } = args;
    this.#name = name;
    this.#args = args;
    this.provider = new docker.Provider(
      name,
      {
        host: providerAddress(settings.engine),
        ...(settings.certPath && { certPath: settings.certPath }),
        ...(logins.length > 0 && {
          registryAuth: logins.map(({ address, user, password }) => ({
            address,
            username: user,
            password: knownPassword(password),
          })),
        }),
      },
      { parent: this },
    );
    this.#engine = connect(settings.engine, { certPath: settings.certPath });
    this.#inspections = new ImageInspections(this.#engine);
    this.rollouts = new Rollouts(this.#engine, owner);
    this.hooks = hostHooks(name, owner, this.#engine, this.rollouts, adopted);
    const builder = new BuildxBuilder(owner.stage, name, settings.engine, settings.certPath);
    this.builds = new HostBuilds(name, this.#engine, builder);
    this.networks = args.networks ?? new DeclaredNetworks();
    if (args.recorded) declareRecorded(args.recorded, this, this.provider);
    // A preview tells by the first what it could not look at, and `make drift` by the second whether it has changed.
    const { recorded, unknownStacks: unreachable = [], engineSettings: engine } = args;
    this.registerOutputs({ ...(recorded && { unreachable }), ...(engine && { engine }) });
  }

  /**
   * An image that is pulled, as one resource for all stacks of the host. If its registry has a login, an image that
   * gets the same tag later is pulled again.
   * @param pullable becomes known when the image can be pulled. Default: at once
   */
  image(
    plan: PulledPlan,
    opts: pulumi.ResourceOptions,
    pullable?: pulumi.Output<unknown>,
  ): docker.RemoteImage {
    const key = [plan.reference, plan.platform].filter(Boolean).join(" ");
    const known = this.#images.get(key);
    if (known) return known;
    const lack = this.lackOf(plan.reference);
    const pullTriggers = this.#pullTriggers(plan, key, pullable);
    const name = `${this.#name}/${key}`;
    const current = pullTriggers && currentImageHook(name, plan, this.#engine, this.loginFor(plan.reference));
    const image = new docker.RemoteImage(
      name,
      {
        name: plan.reference,
        keepLocally: true,
        ...(plan.platform && { platform: plan.platform }),
        ...(lack && { triggers: lack }),
        ...(pullTriggers && { pullTriggers }),
      },
      {
        ...opts,
        parent: this,
        provider: this.provider,
        ignoreChanges: [...(lack ? [] : ["triggers"]), ...(plan.isLocked ? ["pullTriggers"] : [])],
        hooks: { ...(current && { beforeCreate: [current] }), onError: [this.hooks.failing] },
      },
    );
    this.#images.set(key, image);
    return image;
  }

  /**
   * Triggers that make Pulumi pull or build an image which the engine lacks, even if the state records it. Undefined if
   * the engine has the image. The value differs in every run and is ignored in runs that do not need it.
   */
  lackOf(reference: string): Readonly<Record<string, string>> | undefined {
    return this.#args.lackedImages?.has(reference) ? { lacked: this.#run } : undefined;
  }

  /** A hook that sets limits of a container after its creation. */
  limits(container: string, updates: ContainerUpdates): pulumi.ResourceHook {
    return limitsHook(this.#name, container, updates, this.#engine);
  }

  /** The paths for which an image declares volumes. */
  async volumesOf(image: string): Promise<readonly string[]> {
    return (await this.#inspected(image))?.volumes ?? [];
  }

  /** The entrypoint of an image, named by its id or reference. Empty if the engine lacks the image. */
  async entrypointOf(image: string): Promise<readonly string[]> {
    return (await this.#inspected(image))?.entrypoint ?? [];
  }

  #inspected(image: string) {
    return orEngineProblem(this.#name, this.#inspections.inspect(image));
  }

  /** The user of an image; "" is root. A preview that does not have the image yet assumes root. */
  async userOf(id: pulumi.Output<string> | undefined, reference: string): Promise<string | undefined> {
    const image = id ? await valueWithoutDependencies(id) : reference;
    return image === undefined ? "" : (await this.#inspected(image))?.user;
  }

  /** Hooks for a volume that is created in place of one that differs from its compose file. */
  renewal(volume: VolumePlan, project: string) {
    const { owner } = this.#args;
    return renewalHooks({ volume, project, owner, host: this.#name }, this.#engine, this.rollouts);
  }

  /** For scripts that ask a registry over the host's engine. */
  environment({ user, password }: ServerLogin): EngineVariables<pulumi.Input<string>> {
    const { engine, certPath = "" } = this.#args.settings;
    return { ENGINE: engine, CERT_PATH: certPath, REGISTRY_USER: user, REGISTRY_PASSWORD: password };
  }

  /** The registry login for an image. Undefined if its registry has none. */
  loginFor(reference: string): RegistryLogin | undefined {
    return this.#args.logins.find(({ address }) => reference.startsWith(`${address}/`));
  }

  /** The current digest of an image that is pulled again when it changes. Undefined for one that is pulled once. */
  #pullTriggers({ reference, pull }: PulledPlan, key: string, pullable?: pulumi.Output<unknown>) {
    const login = this.loginFor(reference);
    const isFollowed = pull === "always" || this.#args.followedImages?.has(key);
    if (!login && !isFollowed) return undefined;
    return [this.#digest(reference, login, pullable)];
  }

  async #digest(
    reference: string,
    login: RegistryLogin | undefined,
    pullable: pulumi.Output<unknown> | undefined,
  ): Promise<string> {
    const password = login && (await valueWithoutDependencies(login.password));
    if (pullable) await valueWithoutDependencies(pullable);
    return currentDigest(
      this.#engine,
      reference,
      login && password ? { user: login.user, password } : undefined,
    );
  }
}

/**
 * With an unknown password the provider is unknown too, and a preview could compare nothing on its engine. A preview
 * pulls nothing, so it gets a placeholder for a password that is not generated yet. The provider depends on the password
 * in no run, because a run would else not fit a plan of its preview.
 */
function knownPassword(password: pulumi.Output<string>): pulumi.Output<string> {
  return pulumi.secret(valueWithoutDependencies(password).then((known) => known ?? "still to be generated"));
}
