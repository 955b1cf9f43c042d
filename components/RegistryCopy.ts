import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { ServerLogin } from "../lib/resources/login.ts";
import { scriptCommand } from "../lib/resources/script-command.ts";
import type { Host } from "./Host.ts";

export interface RegistryCopyArgs {
  /** The host whose engine pulls the image and pushes the copy. */
  readonly host: Host;
  /** A reference such as `python:3.13-slim`. */
  readonly image: string;
  /** Reference of the copy, with the registry. */
  readonly copy: string;
  readonly login: ServerLogin;
  /** True if the registry starts with an empty volume and so has lost its copies. */
  readonly isLost: boolean;
}

/** A copy of an image in the stage's registry, for machines that reach no other registry. */
export class RegistryCopy extends pulumi.ComponentResource {
  constructor(name: string, args: RegistryCopyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("smallboat:index:RegistryCopy", name, {}, opts);
    const { host, image, copy, login, isLost } = args;
    const pulled = host.image({ reference: image, pull: "missing" }, {});
    const command = scriptCommand("copy-image", { ...host.environment(login), SOURCE: image, TARGET: copy });
    const pushed = new local.Command(
      name,
      {
        ...command,
        // REGISTRY_MADE makes the command run again; the script does not read it.
        environment: { ...command.environment, ...(isLost && { REGISTRY_MADE: new Date().toISOString() }) },
        triggers: [pulled.imageId],
        logging: local.Logging.Stderr,
      },
      // Once the copy is pushed, the time does not matter.
      { parent: this, ...(!isLost && { ignoreChanges: ["environment.REGISTRY_MADE"] }) },
    );
    this.registerOutputs({ digest: pushed.stdout });
  }
}
