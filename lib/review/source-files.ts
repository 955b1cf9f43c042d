import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { hashOf } from "../compose/hash/content-hash.ts";
import { lockFile } from "../releases/lock.ts";
import { settingsFile } from "../settings/settings-source.ts";
import { parseSettings } from "./settings.ts";

/** The files and folders of the program and of its data, relative to Pulumi.yaml. */
const roots = [
  ...["Pulumi.yaml", "index.ts", "package.json", "package-lock.json"],
  ...["components", "lib", "scripts", "sdks", "dev/gitlab", "dev/runner", "examples", "stacks"],
];

/**
 * A hash of each file that the program reads, by path. The stage's file counts by its data without the salt, which Pulumi
 * writes into it.
 */
export function sourceParts(root: string, stage: string): Record<string, string> {
  const files = [...roots, lockFile(stage)].flatMap((path) => {
    const place = join(root, path);
    // In a test's checkout the folder itself is a link.
    return existsSync(place) ? within(realpathSync(place), path) : [];
  });
  const own = settingsFile(stage);
  const [settings] = parseSettings(stage, readFileSync(join(root, own), "utf8"));
  const { encryptionsalt: _, ...rest } = settings ?? {};
  return { ...Object.fromEntries(files), [own]: hashOf(rest) };
}

function within(place: string, path: string): [string, string][] {
  const stats = lstatSync(place);
  if (stats.isDirectory()) {
    const names = readdirSync(place).filter(
      (name) => !/^(node_modules|__pycache__|\.pytest_cache)$/.test(name),
    );
    return names.sort().flatMap((name) => within(join(place, name), `${path}/${name}`));
  }
  const content = stats.isSymbolicLink() ? `-> ${readlinkSync(place)}` : readFileSync(place);
  const mode = stats.mode & 0o100 ? "x" : "-";
  return [[path, createHash("sha256").update(mode).update(content).digest("base64url")]];
}
