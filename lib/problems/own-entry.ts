/**
 * What a map has under a name that people choose; undefined where it has nothing. `map[name]` alone would find what
 * every object inherits, such as `constructor`.
 */
export function ownEntry<T>(map: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return map && Object.hasOwn(map, name) ? map[name] : undefined;
}
