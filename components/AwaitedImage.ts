import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { ServerLogin } from "../lib/resources/login.ts";
import { scriptCommand } from "../lib/resources/script-command.ts";
import type { Host } from "./Host.ts";

export interface AwaitedImageArgs {
  /** Whose engine will run it. */
  readonly host: Host;
  /** In the stage's registry, with its tag. */
  readonly image: string;
  readonly login: ServerLogin;
  /** Whose pipelines push it. */
  readonly project: string;
  /** Seconds. */
  readonly timeout: number;
}

/** An image that CI builds: what depends on it waits until the registry has it. */
export class AwaitedImage extends pulumi.ComponentResource {
  /** The digest that it had then. */
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
