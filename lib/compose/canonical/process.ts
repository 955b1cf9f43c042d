import { ownEntry } from "../../problems/own-entry.ts";
import type { Healthcheck, Json, Service } from "../model.ts";
import type { Node } from "../tree/node.ts";
import { absolutePath } from "./paths.ts";
import {
  distinct,
  type Keys,
  list,
  nullable,
  object,
  oneOrMore,
  type Reader,
  type Reading,
} from "./reader.ts";
import { anyText, duration, flag, integer, pairsOf, text, word } from "./scalars.ts";
import { shellWords } from "./shell-words.ts";

/** A command as a list of words. A text is split into words. */
export const command: Reader<string[]> = (node, reading, path) => {
  if (node.kind === "list") return texts(node, reading, path) ?? [];
  if (node.kind === "map") return reading.wrong(node, path, "text or a list");
  if (node.value === null) return undefined;
  if (typeof node.value !== "string") return reading.wrong(node, path, "text or a list", "put it in quotes");
  const words = shellWords(node.value);
  return words ?? reading.wrong(node, path, "words with closed quotes and brackets", "write it as a list");
};

export const texts: Reader<string[]> = list(anyText);

/**
 * Variables of a container or a build. A bare name has the project's value. In a list, as in compose, it has the value
 * of the file in which the list is written, which matters for included files.
 */
export const environment: Reader<Record<string, string | null>> = (node, reading, path) => {
  const found = pairsOf(node, reading, path);
  if (!found) return undefined;
  const values = node.kind === "list" ? { ...reading.values, ...node.at.file.values } : reading.values;
  for (const key of found.keys()) {
    if (/\s$/.test(key))
      reading.report(node.at, `${path} with KEY=value`, `"${key}"`, "remove the space before =");
  }
  return Object.fromEntries([...found].map(([key, value]) => [key, value ?? ownEntry(values, key) ?? null]));
};

const test: Reader<string[]> = (node, reading, path) => {
  if (node.kind === "scalar" && typeof node.value === "string") return ["CMD-SHELL", node.value];
  const words = texts(node, reading, path);
  if (words && !["CMD", "CMD-SHELL", "NONE"].includes(words[0] ?? "")) {
    return reading.wrong(node, path, "a list that begins with CMD, CMD-SHELL or NONE", "put CMD in front");
  }
  return words;
};

export const healthcheck: Reader<Healthcheck> = object<Healthcheck>({
  test,
  interval: duration(),
  timeout: duration(),
  retries: integer({ keepZero: true, min: 0 }),
  start_period: duration(),
  start_interval: duration(),
  disable: flag(),
});

interface Hook {
  command: string[];
  user?: string;
  privileged?: boolean;
  working_dir?: string;
  environment?: Record<string, string | null>;
}

const hook: Reader<Json> = (node, reading, path) =>
  object<Hook>(
    { command, user: text, privileged: flag(), working_dir: text, environment: distinct(environment) },
    ["command"],
  )(node, reading, path) as Json | undefined;

const watch = object<
  Record<"path" | "action" | "target" | "exec" | "ignore" | "include" | "initial_sync", Json>
>(
  {
    path: (node, reading, path) => absolute(node, reading, path),
    action: word("rebuild", "sync", "restart", "sync+restart", "sync+exec"),
    target: text,
    exec: hook,
    ignore: distinct(oneOrMore(anyText)),
    include: distinct(oneOrMore(anyText)),
    initial_sync: flag(),
  },
  ["path", "action"],
);

/** A rule of `develop.watch`. Compose always prints the hook. */
const trigger: Reader<Json> = (node, reading, path) => {
  const rule = watch(node, reading, path);
  return rule && { ...rule, exec: rule.exec ?? { command: null } };
};

export const develop: Reader<Json> = nullable(object<{ watch: Json[] }>({ watch: list(trigger) }));

export const processKeys = {
  command,
  entrypoint: command,
  develop,
  healthcheck,
  post_start: list(hook),
  pre_stop: list(hook),
} satisfies Partial<Keys<Service>>;

function absolute(node: Node, reading: Reading, path: string): string | undefined {
  const value = anyText(node, reading, path);
  return value === undefined ? undefined : absolutePath(value, node, reading);
}
