import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { ServerLogin } from "../lib/resources/login.ts";
import { scriptCommand } from "../lib/resources/script-command.ts";
import type { Host } from "./Host.ts";

export interface AwaitedImageArgs {
  /** The host that will run the image. Its engine asks the registry. */
  readonly host: Host;
  /** Reference of an image in the stage's registry, with its tag. */
  readonly image: string;
  readonly login: ServerLogin;
  /** Name of the project whose pipelines push the image. */
  readonly project: string;
  /** Seconds to wait for the image. */
  readonly timeout: number;
}

/** An image that CI builds. Resources that depend on it wait until the registry has it. */
export class AwaitedImage extends pulumi.ComponentResource {
  /** The image's digest when the wait ended. */
  readonly digest: pulumi.Output<string>;

  constructor(name: string, args: AwaitedImageArgs, opts?: pulumi.ComponentResourceOptions) {
    super("smallboat:index:AwaitedImage", name, {}, opts);
    const { host, image, login, project, timeout } = args;
    const waiting = new local.Command(
      name,
      {
        ...scriptCommand("await-image", {
          ...host.environment(login),
          IMAGE: image,
          PROJECT: project,
          TIMEOUT: String(timeout),
        }),
        triggers: [image],
        logging: local.Logging.Stderr,
      },
      { parent: this },
    );
    this.digest = waiting.stdout;
    this.registerOutputs({ digest: this.digest });
  }
}
