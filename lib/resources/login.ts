import type { Output } from "@pulumi/pulumi";

/** User and password of a server. */
export interface ServerLogin {
  readonly user: string;
  readonly password: Output<string>;
}
