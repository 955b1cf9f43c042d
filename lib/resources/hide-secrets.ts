import * as pulumi from "@pulumi/pulumi";

/**
 * Makes inputs, and items of lists, secret if they contain one of `secrets`. Names stay plain: Docker and Pulumi show
 * them anyway, and hooks find resources by them.
 */
export function hideSecrets<Inputs extends object>(inputs: Inputs, secrets: readonly string[]): Inputs {
  const quoted = secrets.map((secret) => JSON.stringify(secret).slice(1, -1));
  const isShown = (value: unknown) =>
    !quoted.some((secret) => (JSON.stringify(value) ?? "").includes(secret));
  const hidden = Object.entries(inputs).map(([key, value]) => [
    key,
    key === "name" || isShown(value) ? value : pulumi.secret(value),
  ]);
  return (Array.isArray(inputs) ? hidden.map(([, value]) => value) : Object.fromEntries(hidden)) as Inputs;
}
