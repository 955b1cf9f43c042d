/** What was found at a place of the settings, in words. Nothing that is, or may be, a secret is repeated. */
export function foundText(value: unknown, isSecret: boolean): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  return value !== "" && (isSecret || mayBeSecret(value)) ? `a ${typeof value}` : JSON.stringify(value);
}

/** A key or a certificate, or a URL with a password. */
function mayBeSecret(value: unknown): boolean {
  return typeof value === "string" && /^.{80}|\n|:\/\/.*:.*@/.test(value);
}
