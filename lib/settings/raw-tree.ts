const namespace = "smallboat:";

/**
 * The tree below `smallboat:` from Pulumi's flat configuration, in which every value is a string: objects and
 * lists as JSON, numbers and booleans as they are spelled. Keys of other packages are theirs. An empty object is
 * a default of Pulumi.yaml and stands for nothing.
 */
export function rawTree(config: Readonly<Record<string, string>>): Record<string, unknown> {
  const own = Object.entries(config).filter(([key, value]) => key.startsWith(namespace) && value !== "{}");
  return Object.fromEntries(own.map(([key, value]) => [key.slice(namespace.length), parsed(value)]));
}

/** The sections of that tree among the keys that Pulumi says hold something encrypted. */
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
