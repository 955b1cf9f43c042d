import { basename, dirname, join, relative } from "node:path";
import { nearest } from "../problems/nearest.ts";
import type { HostPath } from "./container/host-paths.ts";
import type { FileSystem } from "./file-system.ts";
import type { LoadedStack } from "./load.ts";
import type { AbsentPath } from "./stack-plan.ts";

/** A problem or warning for each host path that does not exist, once for all containers that use it. */
export function absentPaths(stack: LoadedStack, paths: readonly HostPath[]): AbsentPath[] {
  const found = paths.filter(({ path }) => stack.files.isAbsent(path));
  return [...new Set(found.map(({ path }) => path))].map((path) => {
    const uses = found.filter((each) => each.path === path);
    const judged = uses.map((use) => judge(use, paths, stack));
    return judged.find(({ isFatal }) => isFatal) ?? (judged[0] as AbsentPath);
  });
}

/** Paths of the repository that another machine does not have. Only the stack's own folder is copied to it. */
export function unsentPaths({ source }: LoadedStack, paths: readonly HostPath[]): AbsentPath[] {
  const { dir, repository } = source;
  if (repository === undefined) return [];
  const unsent = paths.filter(({ path }) => isBelow(path, repository) && !isBelow(path, dir));
  return unsent.map(({ path, where }) => ({
    problem: {
      path: where,
      expected: "a path below the stack's folder, or one of the other machine",
      found: shownFrom(dir, path),
      remedy: "move it below the stack's folder, because nothing else is copied there",
    },
    isFatal: false,
    isOfHost: false,
  }));
}

function judge(use: HostPath, all: readonly HostPath[], stack: LoadedStack): AbsentPath {
  const { path, where, isMade } = use;
  const { files, source } = stack;
  const isOfHost = !isBelow(path, source.repository ?? source.dir);
  const shown = isOfHost ? path : shownFrom(source.dir, path);
  const need = isMade && !isOfHost ? needOf(use, shown, all, stack) : undefined;
  const near = isOfHost ? undefined : nearPath(path, files, 3);
  const isSlip = near !== undefined && near === nearPath(path, files, 5) && isUnused(near, all);
  const isFatal = !isMade || need !== undefined || isSlip;
  const expected = need ?? `a file or folder at ${shown}`;
  const remedy = remedyFor(shown, near && shownFrom(source.dir, near), isFatal);
  return { problem: { path: where, expected, found: "nothing", remedy }, isFatal, isOfHost };
}

function remedyFor(shown: string, near: string | undefined, isFatal: boolean): string {
  if (isFatal) return near ? `write ${near}, or make ${shown}` : "make it, or correct the path";
  const empty = "make it, or Docker makes an empty folder there that belongs to root";
  return near ? `${empty}; did you mean ${near}?` : empty;
}

/** What the container needs at the path. Undefined if the container may create its data there. */
function needOf(
  { path, target, isReadOnly }: HostPath,
  shown: string,
  all: readonly HostPath[],
  { files, source }: LoadedStack,
): string | undefined {
  if (files.link(path) !== undefined) return `a link that leads somewhere at ${shown}`;
  if (isFileName(path) || isFileName(target)) return `a file at ${shown}`;
  if (contentFolders.has(target)) return `a folder at ${shown}, because images only read ${target}`;
  const isFilled = all.some(
    (each) => !each.isReadOnly && (isBelow(path, each.path) || isBelow(each.path, path)),
  );
  const isOnlyRead = isReadOnly && !isFilled && isBelow(path, source.dir);
  return isOnlyRead ? `a file or folder at ${shown}, because the container only reads it` : undefined;
}

/** Endings of files that people write. Other endings may belong to folders, as in `example.com` or `conf.d`. */
const fileName =
  /.\.(acl|bash|cert|cfg|cnf|conf|config|crt|css|csv|db|env|ex|exs|hcl|html?|ini|js|json|key|lua|map|md|mjs|pem|php|properties|ps1|pub|py|rb|rules|sh|sql|sqlite3?|template|tmpl|toml|tpl|ts|txt|vcl|xml|ya?ml)$|^([A-Z]\w*file|\.env|\.htpasswd|htpasswd)$/;

function isFileName(path: string): boolean {
  return fileName.test(basename(path));
}

/** Folders from which images read pages, scripts and settings, and to which they do not write. */
const contentFolders = new Set([
  "/docker-entrypoint-initdb.d",
  "/etc/nginx/conf.d",
  "/etc/nginx/templates",
  "/etc/prometheus",
  "/usr/local/apache2/htdocs",
  "/usr/share/caddy",
  "/usr/share/nginx/html",
]);

/** An existing path that was probably meant: one name in it is misspelt. `letters` is that of `nearest`. */
function nearPath(path: string, files: FileSystem, letters: number): string | undefined {
  const parent = dirname(path);
  if (parent === path) return undefined;
  if (files.kind(parent) !== "dir") {
    const near = nearPath(parent, files, letters);
    const whole = near && join(near, basename(path));
    return whole && !files.isAbsent(whole) ? whole : undefined;
  }
  const name = basename(path);
  const withoutDigits = (text: string) => text.replace(/\d/g, "");
  // `data2` beside `data1` is another folder, not a misspelt one. Short names are always near each other.
  const names = files.list(parent).filter((each) => withoutDigits(each) !== withoutDigits(name));
  const near = name.length > 3 ? nearest(name, names, letters) : undefined;
  return near && join(parent, near);
}

/** True if no other entry uses the path. A path that another entry uses is not what was meant here. */
function isUnused(near: string, all: readonly HostPath[]): boolean {
  return !all.some(({ path }) => isBelow(path, near));
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`.replace("//", "/"));
}

function shownFrom(dir: string, path: string): string {
  const inside = relative(dir, path);
  return inside.startsWith("..") ? inside : `./${inside}`;
}
