/**
 * The tree below `smallboat:` from Pulumi's flat configuration, in which every value is a string: objects and
 * lists as JSON, numbers and booleans as they are spelled. Keys of other packages are theirs. An empty object is
 * a default of Pulumi.yaml and stands for nothing.
 */
export function rawTree(config: Readonly<Record<string, string>>): Record<string, unknown> {
  const own = Object.entries(config).filter(([key, value]) => key.startsWith("smallboat:") && value !== "{}");
  return Object.fromEntries(own.map(([key, value]) => [key.slice("smallboat:".length), parsed(value)]));
}

function parsed(value: string): unknown {
  if (!/^(true|false|[{[].*)$/s.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
