import * as pulumi from "@pulumi/pulumi";

/**
 * Makes inputs, and items of lists, secret if they contain one of `secrets`. Names stay plain: Docker and Pulumi show
 * them anyway, and hooks find resources by them.
 */
export function hideSecrets<Inputs extends object>(inputs: Inputs, secrets: readonly string[]): Inputs {
  const hidden = Object.entries(inputs).map(([key, value]) => [
    key,
    key === "name" || isOpen(value, secrets) ? value : pulumi.secret(value),
  ]);
  return (Array.isArray(inputs) ? hidden.map(([, value]) => value) : Object.fromEntries(hidden)) as Inputs;
}

/** True if no secret is in a value. */
export function isOpen(value: unknown, secrets: readonly string[]): boolean {
  const text = JSON.stringify(value) ?? "";
  return !secrets.some((secret) => text.includes(JSON.stringify(secret).slice(1, -1)));
}
