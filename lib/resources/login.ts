import type { Output } from "@pulumi/pulumi";

/** Who may use a server. */
export interface ServerLogin {
  readonly user: string;
  readonly password: Output<string>;
}
