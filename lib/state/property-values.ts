import type { PropertyMap } from "./resource.ts";

/** The text that Pulumi writes for a value that is not known yet. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** True if a value, or a part of it, is not known yet. */
export function isUnknown(value: unknown): boolean {
  return JSON.stringify(value ?? null).includes(unknownValue);
}

/** The known properties. */
export function withoutUnknown(values: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !isUnknown(value)));
}

/** Inputs without the `__defaults` that the provider's bridge adds. */
export function withoutBridgeDefaults<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutBridgeDefaults) as Value;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([name]) => name !== "__defaults");
  return Object.fromEntries(entries.map(([name, each]) => [name, withoutBridgeDefaults(each)])) as Value;
}

const signature = "4dabf18193072939515e22adb298388d";
/** The mark of an object that stands for a secret. It also has `ciphertext`, or `plaintext` if it is not encrypted. */
const secretMark = { [signature]: "1b47061264138c4ac30d75fd1eb44270" };

/** True if a value, or a part of it, is a secret. */
export function holdsSecret(value: unknown): boolean {
  return JSON.stringify(value ?? null).includes(`"${signature}":`);
}

/** A value as a secret in plain text, which Pulumi encrypts when it imports the state. */
export function asSecret(value: unknown): PropertyMap {
  return { ...secretMark, plaintext: JSON.stringify(value) };
}

/** A value with plain secrets, from the output of `pulumi stack export --show-secrets`. */
export function withPlainSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPlainSecrets);
  if (typeof value !== "object" || value === null) return value;
  if (signature in value && "plaintext" in value)
    return withPlainSecrets(JSON.parse(String(value.plaintext)));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withPlainSecrets(each)]));
}
