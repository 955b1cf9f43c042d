import type { PropertyMap } from "./resource.ts";

/** What Pulumi writes in place of a value that is known only later. */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value, or one within it, is known only later. */
export function isUnknown(value: unknown): boolean {
  return JSON.stringify(value ?? null).includes(unknownValue);
}

/** Those of the values that are known. */
export function withoutUnknown(values: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !isUnknown(value)));
}

const signature = "4dabf18193072939515e22adb298388d";
/** Marks an object that stands for a secret; beside it is `ciphertext`, or `plaintext` where it is not encrypted. */
const secretMark = { [signature]: "1b47061264138c4ac30d75fd1eb44270" };

/** Whether a value, or one within it, is a secret. */
export function holdsSecret(value: unknown): boolean {
  return JSON.stringify(value ?? null).includes(`"${signature}":`);
}

/** A value that Pulumi encrypts when it imports the state. */
export function asSecret(value: unknown): PropertyMap {
  return { ...secretMark, plaintext: JSON.stringify(value) };
}

/** A value with its secrets in plain text, as `pulumi stack export --show-secrets` prints them. */
export function withPlainSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPlainSecrets);
  if (typeof value !== "object" || value === null) return value;
  if (signature in value && "plaintext" in value)
    return withPlainSecrets(JSON.parse(String(value.plaintext)));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withPlainSecrets(each)]));
}
