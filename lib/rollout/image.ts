import type * as pulumi from "@pulumi/pulumi";

/** An image that was pulled or built. */
export interface EngineImageResource {
  /** Becomes known when the engine has the image. */
  readonly imageId: pulumi.Output<string>;
}
