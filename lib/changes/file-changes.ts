import { formatPatch, OMIT_HEADERS, structuredPatch } from "diff";
import type { FileHashes } from "../compose/index.ts";
import type { FileChange, ServiceChange } from "./model.ts";
import { isSecretFile, withoutSecrets } from "./redaction.ts";
import { differingEntries, type EntryChange, type SourceChange } from "./sources.ts";

/** The source of the texts of files. */
export interface FileTexts {
  /** The present text of a file. Undefined if it does not exist or has another hash. */
  now(path: string, hash: string): Uint8Array | undefined;
  /** git's text for a hash. */
  before(hash: string): Uint8Array | undefined;
}

/** No texts: changed files are named, but their differences are not shown. */
export const noTexts: FileTexts = { now: () => undefined, before: () => undefined };

/** Changed files of services, and the compose files that change services. */
export function fileChanges(
  sources: SourceChange,
  services: readonly ServiceChange[],
  texts: FileTexts,
): FileChange[] {
  const { before, after } = sources;
  const own = services.flatMap(({ name }) =>
    (["files", "secrets", "build"] as const).flatMap((part) =>
      differingEntries(hashesOf(before, name, part), hashesOf(after, name, part)).map((entry) => ({
        entry,
        service: name,
        isSecret: part === "secrets",
      })),
    ),
  );
  const names = services.map(({ name }) => name);
  const compose = names.length === 0 ? [] : differingEntries(before?.composeFiles, after?.composeFiles);
  const paths = [...new Set(own.map(({ entry }) => entry.name))].sort();
  return [
    ...compose.map((entry) => fileChange(entry, names, false, texts)),
    ...paths.map((path) => {
      const uses = own.filter(({ entry }) => entry.name === path);
      const [{ entry }] = uses as [(typeof uses)[number]];
      const isSecret = uses.some((use) => use.isSecret);
      return fileChange(entry, [...new Set(uses.map(({ service }) => service))], isSecret, texts);
    }),
  ];
}

/** Undefined if the program has recorded nothing. */
function hashesOf(
  sources: SourceChange["before"],
  service: string,
  part: "files" | "secrets" | "build",
): FileHashes | undefined {
  return sources && (sources.services[service]?.[part] ?? {});
}

function fileChange(
  { name: path, before, after }: EntryChange<string>,
  services: readonly string[],
  isSecret: boolean,
  texts: FileTexts,
): FileChange {
  const action = before === undefined ? "create" : after === undefined ? "delete" : "update";
  const what = { path, action, services } as const;
  if (isSecret || isSecretFile(path)) return { ...what, hidden: "secret" };
  // A folder with many files has one hash.
  if (path.endsWith("/")) return { ...what, hidden: "long" };
  const was = before === undefined ? empty : texts.before(before);
  const is = after === undefined ? empty : texts.now(path, after);
  if (!was || !is) return { ...what, hidden: "former" };
  if (was.includes(0) || is.includes(0)) return { ...what, hidden: "binary" };
  return { ...what, ...shownDifference(path, was, is) };
}

const empty = new Uint8Array();
/** Limits. Longer files and differences are not shown. */
const most = { bytes: 100_000, lines: 80 };

function shownDifference(path: string, was: Uint8Array, is: Uint8Array): Pick<FileChange, "diff" | "hidden"> {
  if (was.length > most.bytes || is.length > most.bytes) return { hidden: "long" };
  const shown = (text: Uint8Array) => withoutSecrets(path, new TextDecoder().decode(text));
  const patch = structuredPatch(path, path, shown(was), shown(is), "", "", { context: 2 });
  const lines = formatPatch(patch, OMIT_HEADERS).split("\n").filter(Boolean);
  // If no difference remains, only a hidden value has changed.
  if (lines.length === 0) return { hidden: "secret" };
  return lines.length > most.lines ? { hidden: "long" } : { diff: `${lines.join("\n")}\n` };
}
