const namespace = "smallboat:";

/**
 * The tree below `smallboat:` from Pulumi's flat configuration, in which every value is a string: objects and lists are
 * JSON. Keys of other packages are skipped. So is an empty object, which is only a default of Pulumi.yaml.
 */
export function rawTree(config: Readonly<Record<string, string>>): Record<string, unknown> {
  const own = Object.entries(config).filter(([key, value]) => key.startsWith(namespace) && value !== "{}");
  return Object.fromEntries(own.map(([key, value]) => [key.slice(namespace.length), parsed(value)]));
}

/** The sections of that tree with encrypted values. @param keys all keys with encrypted values, as Pulumi names them */
export function secretSections(keys: readonly string[]): string[] {
  return keys.filter((key) => key.startsWith(namespace)).map((key) => key.slice(namespace.length));
}

function parsed(value: string): unknown {
  if (!/^(true|false|[{[].*)$/s.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
