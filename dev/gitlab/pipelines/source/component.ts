import { ConfigError } from "./error.ts";
import type { Place } from "./place.ts";

export interface Component {
  readonly path: string;
  readonly text: string;
  readonly place: Place;
}

/** Finds `host/group/project/name@version` on this server. @throws ConfigError */
export async function componentAt(address: string, host: string, from: Place): Promise<Component> {
  const found = /^([^/]+)\/(.+)\/([^/@]+)@(.+)$/.exec(address);
  if (found?.[1] !== host) {
    throw new ConfigError(`component '${address}' - unsupported path: it has to be on ${host}`);
  }
  const [, , project = "", name = "", version = ""] = found;
  const there = await from.elsewhere(project, await refOf(version, project, from));
  if (typeof there === "string") {
    throw new ConfigError(`Component '${address}' - content not found`);
  }
  for (const path of [`templates/${name}.yml`, `templates/${name}/template.yml`]) {
    const text = await there.read(path);
    if (text !== undefined) return { path: address, text, place: there };
  }
  throw new ConfigError(`Component '${address}' - content not found`);
}

/** `~latest`, `1` and `1.2` are the newest released version of theirs. */
async function refOf(version: string, project: string, from: Place): Promise<string> {
  const wanted = version === "~latest" ? [] : /^\d+(\.\d+)?$/.test(version) ? version.split(".") : undefined;
  if (!wanted) return version;
  const there = await from.elsewhere(project, undefined);
  const tags = typeof there === "string" ? [] : await there.tags();
  const versions = tags.filter((tag) => /^v?\d+\.\d+\.\d+$/.test(tag));
  const parts = (tag: string) => tag.replace(/^v/, "").split(".").map(Number);
  const fitting = versions.filter((tag) => wanted.every((part, at) => parts(tag)[at] === Number(part)));
  const [newest] = fitting.sort((a, b) => compare(parts(b), parts(a)));
  return newest ?? version;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
