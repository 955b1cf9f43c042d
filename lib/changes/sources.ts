import type { ServiceSources, StackSources } from "../compose/index.ts";
import type { StepItem } from "./step-tree.ts";

/** The former and the present sources of a stack. Undefined if the program has not recorded them. */
export interface SourceChange {
  readonly before: StackSources | undefined;
  readonly after: StackSources | undefined;
}

/** @param stack a HostStack. The sources are one of its outputs */
export function sourcesOf({ before, after }: StepItem): SourceChange {
  return {
    before: before?.outputs?.sources as StackSources | undefined,
    after: after?.outputs?.sources as StackSources | undefined,
  };
}

/** The sources of one service. */
export interface ServiceSourceChange {
  readonly before: ServiceSources | undefined;
  readonly after: ServiceSources | undefined;
}

export function serviceSources({ before, after }: SourceChange, service: string): ServiceSourceChange {
  return { before: before?.services[service], after: after?.services[service] };
}

/** A changed entry of a map. */
export interface EntryChange<Value> {
  readonly name: string;
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

/** The changed entries, by name. Empty if one side is unknown. */
export function differingEntries<Value>(
  before: Readonly<Record<string, Value>> | undefined,
  after: Readonly<Record<string, Value>> | undefined,
): EntryChange<Value>[] {
  if (!before || !after) return [];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names
    .map((name) => ({ name, before: before[name], after: after[name] }))
    .filter((each) => JSON.stringify(each.before) !== JSON.stringify(each.after));
}

type Part = "files" | "secrets" | "build" | "fields";

/** The changed entries of one part of a service's sources. A part without entries is not recorded. */
export function differingPart({ before, after }: ServiceSourceChange, part: Part): EntryChange<string>[] {
  return before && after ? differingEntries(before[part] ?? {}, after[part] ?? {}) : [];
}
