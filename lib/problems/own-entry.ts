/**
 * The entry of a map for a name that people choose. Undefined if there is none. `map[name]` would also find properties
 * that every object inherits, such as `constructor`.
 */
export function ownEntry<T>(map: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return map && Object.hasOwn(map, name) ? map[name] : undefined;
}
