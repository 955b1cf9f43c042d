import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { scriptCommand } from "../lib/resources/script-command.ts";

/** A certificate and its key, as PEM texts. */
export interface Certificate {
  readonly certificate: pulumi.Output<string>;
  readonly key: pulumi.Output<string>;
  /** The authority that clients must trust. Undefined for a public one. */
  readonly ca?: pulumi.Output<string> | undefined;
}

export interface SelfSignedCertificateArgs {
  /** The address that clients use, `host[:port]`. A new address makes a new certificate. */
  readonly address: string;
}

/** A certificate for one address, valid for ten years, and its own authority. The first run makes it. */
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
