/** Describes a value of the settings for a message. A value that is or may be a secret is not repeated. */
export function foundText(value: unknown, isSecret: boolean): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  return value !== "" && (isSecret || mayBeSecret(value)) ? `a ${typeof value}` : JSON.stringify(value);
}

/** True for a key, a certificate, and a URL with a password. */
function mayBeSecret(value: unknown): boolean {
  return typeof value === "string" && /^.{80}|\n|:\/\/.*:.*@/.test(value);
}
