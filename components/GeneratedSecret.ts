import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

/** A random password of 32 characters (A-Z a-z 0-9 - _). The first run makes it, and it stays as long as the stage. */
export class GeneratedSecret extends pulumi.ComponentResource {
  readonly value: pulumi.Output<string>;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("smallboat:index:GeneratedSecret", name, {}, opts);
    const command = new local.Command(
      name,
      {
        create: "head -c 24 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\\n'",
        logging: local.Logging.None,
      },
      // With a new command Pulumi would make a new secret.
      { parent: this, additionalSecretOutputs: ["stdout"], ignoreChanges: ["create", "logging"] },
    );
    this.value = pulumi.secret(command.stdout);
    this.registerOutputs({ value: this.value });
  }
}
