import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { hashOf } from "../compose/hash/content-hash.ts";
import { settingsFile } from "../settings/settings-source.ts";
import { parseSettings } from "./settings.ts";

/** What the program is made of, and what it reads, from Pulumi.yaml. */
const roots = [
  ...["Pulumi.yaml", "index.ts", "package.json", "package-lock.json"],
  ...["components", "lib", "scripts", "sdks", "dev/gitlab", "dev/runner", "examples", "stacks"],
];

/**
 * A hash of each file that the program reads, by its path. Of the stage's settings that of their data: Pulumi writes
 * its salt into the file.
 */
export function sourceParts(root: string, stage: string): Record<string, string> {
  const files = roots.flatMap((path) => {
    const place = join(root, path);
    // The folder itself may be a link.
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
