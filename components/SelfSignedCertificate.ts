import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { scriptCommand } from "../lib/resources/script-command.ts";

/** PEM texts. */
export interface Certificate {
  readonly certificate: pulumi.Output<string>;
  readonly key: pulumi.Output<string>;
  /** The authority that clients have to trust, where it is not a public one. */
  readonly ca?: pulumi.Output<string> | undefined;
}

export interface SelfSignedCertificateArgs {
  /** What clients dial, `host[:port]`; another address gets a new certificate. */
  readonly address: string;
}

/** A certificate for one address, made on the first run, valid for ten years, and its own authority. */
export class SelfSignedCertificate extends pulumi.ComponentResource implements Certificate {
  readonly certificate: pulumi.Output<string>;
  readonly key: pulumi.Output<string>;
  readonly ca: pulumi.Output<string>;

  constructor(name: string, { address }: SelfSignedCertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    super("smallboat:index:SelfSignedCertificate", name, {}, opts);
    const command = new local.Command(
      name,
      {
        ...scriptCommand("self-signed", { SMALLBOAT_ADDRESS: address }),
        triggers: [address],
        logging: local.Logging.None,
      },
      { parent: this, additionalSecretOutputs: ["stdout"], ignoreChanges: ["create", "logging"] },
    );
    const made = pulumi
      .secret(command.stdout)
      .apply((text): { certificate: string; key: string } => JSON.parse(text));
    this.certificate = pulumi.unsecret(made.certificate);
    this.key = made.key;
    this.ca = this.certificate;
    this.registerOutputs({ certificate: this.certificate });
  }
}
