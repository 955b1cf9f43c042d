import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { ImagePlan } from "../compose/index.ts";
import { connect } from "../engine/client.ts";
import type { HostSettings } from "../settings/index.ts";
import { type HostHooks, hostHooks } from "./hooks.ts";
import type { Login } from "./Login.ts";

/** A login that the host's engine uses to pull and push. */
export interface RegistryLogin extends Login {
  /** `host[:port]`. */
  readonly address: string;
}

export interface HostArgs {
  readonly stage: string;
  /** The Docker engine. */
  readonly settings: HostSettings;
  readonly logins: readonly RegistryLogin[];
}

/** A Docker engine with its registry logins; the images its stacks share; its stacks are its children. */
export class Host extends pulumi.ComponentResource {
  readonly provider: docker.Provider;
  readonly hooks: HostHooks;
  readonly #images = new Map<string, docker.RemoteImage>();
  readonly #name: string;

  constructor(name: string, { stage, settings, logins }: HostArgs, opts?: pulumi.ComponentResourceOptions) {
    super("smallboat:index:Host", name, {}, opts);
    this.#name = name;
    this.provider = new docker.Provider(
      name,
      {
        host: settings.engine,
        ...(settings.certPath && { certPath: settings.certPath }),
        ...(logins.length > 0 && {
          registryAuth: logins.map(({ address, user, password }) => ({ address, username: user, password })),
        }),
      },
      { parent: this },
    );
    this.hooks = hostHooks(name, stage, connect(settings.engine, { certPath: settings.certPath }));
    this.registerOutputs({});
  }

  /** An image that is pulled from somewhere: one resource for all stacks of the host. */
  image(plan: ImagePlan, opts: pulumi.ResourceOptions): docker.RemoteImage {
    const key = [plan.reference, plan.platform].filter(Boolean).join(" ");
    const known = this.#images.get(key);
    if (known) return known;
    const image = new docker.RemoteImage(
      `${this.#name}/${key}`,
      {
        name: plan.reference,
        keepLocally: true,
        ...(plan.platform && { platform: plan.platform }),
        ...(plan.pull === "always" && { pullTriggers: [this.#digest(plan.reference)] }),
      },
      { ...opts, parent: this, provider: this.provider },
    );
    this.#images.set(key, image);
    return image;
  }

  #digest(reference: string): pulumi.Output<string> {
    return docker.getRegistryImageOutput({ name: reference }, { parent: this, provider: this.provider })
      .sha256Digest;
  }
}
