import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { Host } from "./Host.ts";

export interface RegistryTrustArgs {
  readonly host: Host;
  readonly stage: string;
  /** The registry's address as the engine uses it, `host[:port]`. */
  readonly address: string;
  /** PEM text of the authority that signed the registry's certificate. */
  readonly ca: pulumi.Input<string>;
  /** Any image with a shell that the host can pull. */
  readonly image: string;
}

/**
 * Makes an engine trust a registry's private certificate. A container that runs once writes the authority to the host's
 * file /etc/docker/certs.d/<address>/ca.crt, which Docker reads at each pull. The file stays when the stage is
 * destroyed.
 */
export class RegistryTrust extends pulumi.ComponentResource {
  constructor(name: string, args: RegistryTrustArgs, opts?: pulumi.ComponentResourceOptions) {
    super("smallboat:index:RegistryTrust", name, {}, opts);
    const { host, stage, address, ca, image } = args;
    const shell = host.image({ reference: image, pull: "missing" }, {});
    const written = new docker.Container(
      name,
      {
        name: `smallboat-${stage}-registry-trust`,
        image: shell.name,
        entrypoints: ["/bin/sh", "-c"],
        command: ['mkdir -p "/certs.d/$ADDRESS" && printf %s "$CA" > "/certs.d/$ADDRESS/ca.crt"'],
        envs: [`ADDRESS=${address}`, pulumi.interpolate`CA=${ca}`],
        volumes: [{ hostPath: "/etc/docker/certs.d", containerPath: "/certs.d" }],
        labels: [{ label: "smallboat.stage", value: stage }],
        attach: true,
        mustRun: false,
        restart: "no",
      },
      {
        parent: this,
        provider: host.provider,
        hooks: { beforeCreate: [host.hooks.container], afterCreate: [host.hooks.completed] },
      },
    );
    this.registerOutputs({ container: written.name });
  }
}
