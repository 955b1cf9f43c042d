import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { Host } from "./Host.ts";
import type { Login } from "./Login.ts";

export interface RegistryCopyArgs {
  /** Whose engine pulls the image and pushes the copy. */
  readonly host: Host;
  /** A reference such as `python:3.13-slim`. */
  readonly image: string;
  /** What the copy is called, registry included. */
  readonly copy: string;
  readonly login: Login;
}

/** A copy of an image in the stage's registry, for those who reach no other. It stays when the stage goes. */
export class RegistryCopy extends pulumi.ComponentResource {
  constructor(name: string, args: RegistryCopyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("smallboat:index:RegistryCopy", name, {}, opts);
    const { host, image, copy, login } = args;
    const pulled = host.image({ reference: image, pull: "missing" }, {});
    const pushed = new local.Command(
      name,
      {
        create: "node delivery/copy-image.ts",
        environment: { ...host.environment(login), SOURCE: image, TARGET: copy },
        triggers: [pulled.imageId],
        logging: local.Logging.Stderr,
      },
      { parent: this },
    );
    this.registerOutputs({ digest: pushed.stdout });
  }
}
