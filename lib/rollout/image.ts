import type * as pulumi from "@pulumi/pulumi";

/** An image that was pulled or built. */
export interface EngineImageResource {
  /** Known when it is there. */
  readonly imageId: pulumi.Output<string>;
}
