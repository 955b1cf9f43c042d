import type { ServiceSources, StackSources } from "../compose/index.ts";
import type { Item } from "./step-tree.ts";

/** What a stack was made of before, and is made of now. Nothing where the program has not recorded it. */
export interface SourceChange {
  readonly before: StackSources | undefined;
  readonly after: StackSources | undefined;
}

/** @param stack a HostStack, among whose outputs they stand */
export function sourcesOf({ before, after }: Item): SourceChange {
  return {
    before: before?.outputs?.sources as StackSources | undefined,
    after: after?.outputs?.sources as StackSources | undefined,
  };
}

/** Those of one service. */
export interface ServiceSourceChange {
  readonly before: ServiceSources | undefined;
  readonly after: ServiceSources | undefined;
}

export function serviceSources({ before, after }: SourceChange, service: string): ServiceSourceChange {
  return { before: before?.services[service], after: after?.services[service] };
}

/** An entry of a map that is not as before. */
export interface Entry<Value> {
  readonly name: string;
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

/** The entries that differ, by name. Nothing where a side is not known at all. */
export function differingEntries<Value>(
  before: Readonly<Record<string, Value>> | undefined,
  after: Readonly<Record<string, Value>> | undefined,
): Entry<Value>[] {
  if (!before || !after) return [];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names
    .map((name) => ({ name, before: before[name], after: after[name] }))
    .filter((each) => JSON.stringify(each.before) !== JSON.stringify(each.after));
}

type Part = "files" | "secrets" | "build" | "fields";

/** What differs in one part of a service's sources. A part without entries is not recorded. */
export function differingPart({ before, after }: ServiceSourceChange, part: Part): Entry<string>[] {
  return before && after ? differingEntries(before[part] ?? {}, after[part] ?? {}) : [];
}
