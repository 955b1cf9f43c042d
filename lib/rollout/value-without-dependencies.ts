import type * as pulumi from "@pulumi/pulumi";

/**
 * The value of an output without its dependencies. If an input depends on a resource that is deleted before it is
 * replaced, Pulumi also deletes the resource that has the input. A resource that only waits for another must therefore
 * take the value by this function. A secret value is no longer marked as secret.
 * @returns undefined if a preview does not know the value. Never settles if the other resource failed, because the run
 * is about to end
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
