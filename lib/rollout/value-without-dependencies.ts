import type * as pulumi from "@pulumi/pulumi";

/**
 * The value of an output, without the resources that it comes from. Pulumi takes an input for made of the resources
 * behind it: when one of these is deleted before it is replaced, what has the input is deleted with it. So what a
 * resource only waits for must come by this. The value of a secret is a secret no longer.
 * @returns undefined where a preview does not know it; never settles where a resource behind it failed, as then the
 * run is about to end
 */
export function valueWithoutDependencies<Value>(output: pulumi.Output<Value>): Promise<Value | undefined> {
  const { isKnown } = output as unknown as { readonly isKnown: Promise<boolean> };
  return new Promise((resolve) => {
    isKnown.then(
      (known) => (known ? output.apply(resolve as (value: unknown) => void) : resolve(undefined)),
      () => {},
    );
  });
}
