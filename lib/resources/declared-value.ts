import type { Output } from "@pulumi/pulumi";

/** A value of which any part may become known only during the run. */
export type Declared<Value> =
  | Value
  | Output<Value>
  | (Value extends object ? { readonly [Key in keyof Value]: Declared<Value[Key]> } : never);
