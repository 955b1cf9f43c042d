import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { ServerLogin } from "../lib/resources/login.ts";
import { scriptCommand } from "../lib/resources/script-command.ts";
import type { Host } from "./Host.ts";

export interface RegistryCopyArgs {
  /** Whose engine pulls the image and pushes the copy. */
  readonly host: Host;
  /** A reference such as `python:3.13-slim`. */
  readonly image: string;
  /** What the copy is called, registry included. */
  readonly copy: string;
  readonly login: ServerLogin;
  /** The registry starts with an empty volume: it has no copy any more. */
  readonly isLost: boolean;
}

/** A copy of an image in the stage's registry, for those who reach no other. It stays when the stage goes. */
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
        // The script does not read it: it makes the command run again.
        environment: { ...command.environment, ...(isLost && { REGISTRY_MADE: new Date().toISOString() }) },
        triggers: [pulled.imageId],
        logging: local.Logging.Stderr,
      },
      // Once it is pushed, it makes no difference for what.
      { parent: this, ...(!isLost && { ignoreChanges: ["environment.REGISTRY_MADE"] }) },
    );
    this.registerOutputs({ digest: pushed.stdout });
  }
}
