import { parse } from "yaml";
import { canonicalText } from "../compose/hash/content-hash.ts";
import type { Problem } from "../problems/index.ts";
import { settingsFile } from "../settings/settings-source.ts";
import { readFirst } from "./read-first.ts";

/** These sections decide what runs. All other sections decide where it runs, its secrets and its rights. */
const open = new Set(["projects", "runners", "values", "adopted", "allowDelete", "strict", "unreachable"]);

interface Document {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

/** Parses a stage's file. @returns a pair: its data, and the problem of a file that is no map */
export function parseSettings(stage: string, text: string): [Document, undefined] | [undefined, Problem] {
  try {
    const found = parse(text) ?? {};
    if (typeof found === "object" && !Array.isArray(found)) return [found, undefined];
  } catch {
    // The problem below reports it.
  }
  const problem = { path: settingsFile(stage), expected: "a map in YAML", found: "something else" };
  return [undefined, { ...problem, remedy: "correct it" }];
}

/** The changed settings that a maintainer must read before there is a preview. */
export function settingsProblems(stage: string, before: Document, after: Document): Problem[] {
  const { config: was = {}, ...wasAround } = before;
  const { config: is = {}, ...isAround } = after;
  const around = changedKeys(wasAround, isAround).map((key) => refusal(stage, key));
  const sections = changedKeys(was ?? {}, is ?? {}).flatMap((key) => {
    const [namespace, section = ""] = key.split(/:(.*)/s);
    if (namespace !== "smallboat" || !open.has(section)) return [refusal(stage, key)];
    return holdsEncrypted(is?.[key]) ? [moved(stage, key)] : [];
  });
  return [...around, ...sections];
}

function changedKeys(before: object, after: object): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const [was, is] = [before as Record<string, unknown>, after as Record<string, unknown>];
  return keys.filter((key) => canonicalText(was[key]) !== canonicalText(is[key]));
}

function refusal(stage: string, key: string): Problem {
  return {
    path: `${settingsFile(stage)} ${key}`,
    expected: "no change of hosts, addresses, secrets or rules",
    found: "one",
    remedy: readFirst,
  };
}

function moved(stage: string, key: string): Problem {
  return {
    path: `${settingsFile(stage)} ${key}`,
    expected: "no encrypted value in a changed section",
    found: "one",
    remedy: `name an entry of smallboat:secrets, or ${readFirst}`,
  };
}

function holdsEncrypted(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.hasOwn(value, "secure") || Object.values(value).some(holdsEncrypted);
}
