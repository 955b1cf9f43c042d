import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { onPath, withFolder } from "../setup/files.ts";
import { cacheDir } from "../setup/places.ts";
import type { Activity } from "../setup/step.ts";
import { certificateFolder, debianSources, fetchOptions, ownCertificates, sourceFormat } from "./machine.ts";

const newest = "trixie";
const leftOut = ["/usr/share/doc/*", "/usr/share/man/*", "/usr/share/info/*", "/usr/share/locale/*"];
const kept = "/usr/share/doc/*/copyright";

/** Build contexts and the common base. */
export const imageCache = join(cacheDir, "images");

/** A fingerprint of all that decides what the common base holds, but for Debian's own updates. */
export function debianFingerprint(suite = newest): string {
  const hash = createHash("sha256").update(JSON.stringify([suite, leftOut, kept]));
  for (const file of ownCertificates()) hash.update(readFileSync(file));
  return hash.digest("hex");
}

/** Writes Debian with `packages` to `tar`. The base without any is bootstrapped once and kept. */
export async function debianTar(
  tar: string,
  packages: readonly string[],
  activity: Activity,
  suite = newest,
): Promise<void> {
  const base = join(imageCache, `debian-${suite}-${debianFingerprint(suite).slice(0, 12)}.tar`);
  if (!existsSync(base)) {
    activity.say("bootstrapping Debian");
    await once(base, () => bootstrapBase(base, suite, activity));
  }
  if (packages.length === 0) return activity.run("cp", [base, tar]);
  activity.say(`installing ${packages.join(", ")}`);
  const added = ["--variant=custom", `--setup-hook=tar-in ${base} /`, `--include=${packages.join(",")}`];
  await bootstrap(tar, suite, added, activity);
}

/** What is being made, by file: images that are built side by side share a base. */
const making = new Map<string, Promise<void>>();

async function once(file: string, make: () => Promise<void>): Promise<void> {
  const running = making.get(file) ?? make();
  making.set(file, running);
  try {
    await running;
  } finally {
    making.delete(file);
  }
}

function bootstrapBase(base: string, suite: string, activity: Activity): Promise<void> {
  const own = ownCertificates();
  const trust = [`copy-in ${own.join(" ")} ${certificateFolder}`, 'chroot "$1" update-ca-certificates'];
  const hooks = own.length > 0 ? trust.map((hook) => `--customize-hook=${hook}`) : [];
  return bootstrap(base, suite, ["--variant=minbase", "--include=ca-certificates", ...hooks], activity);
}

/** The machine's own files (name, resolver, apt settings) and device nodes stay out of the result. */
async function bootstrap(
  tar: string,
  suite: string,
  args: readonly string[],
  activity: Activity,
): Promise<void> {
  await installTools(activity);
  await withFolder(imageCache, async (folder) => {
    const [aptOptions, whole, filtered] = ["apt.conf", "whole.tar", "filtered.tar"].map((file) =>
      join(folder, file),
    ) as [string, string, string];
    const settings = fetchOptions(await output("apt-config", ["dump"]));
    await writeFile(aptOptions, settings.join("\n"), { mode: 0o600 });
    const options = [
      ...leftOut.map((path) => `--dpkgopt=path-exclude=${path}`),
      `--dpkgopt=path-include=${kept}`,
      `--aptopt=${aptOptions}`,
      ...args,
      '--customize-hook=cd "$1/etc" && rm -f apt/apt.conf.d/99mmdebstrap resolv.conf hostname',
    ];
    const targets = await output("apt-get", ["indextargets", "--format", sourceFormat]);
    const sources = debianSources(targets, suite);
    await asRoot("mmdebstrap", [...options, suite, whole, ...sources], activity);
    const filter = 'mmtarfilter "--path-exclude=/dev/*" <"$1" >"$2"';
    await activity.run("sh", ["-c", filter, "sh", whole, filtered]);
    await rename(filtered, tar);
  });
}

async function installTools(activity: Activity): Promise<void> {
  if (onPath("mmdebstrap")) return;
  if (!onPath("apt-get")) {
    throw new Error("images are built with mmdebstrap: install it, or open the way to a registry of images");
  }
  activity.say("installing mmdebstrap");
  const packages = ["mmdebstrap", "debian-archive-keyring"];
  await asRoot("apt-get", ["update"], activity);
  await asRoot("apt-get", ["install", "--yes", "--no-install-recommends", ...packages], activity);
}

/** Runs a command of Debian's package tools. Proxies of the environment count for root too. */
export function asRoot(command: string, args: readonly string[], activity: Activity): Promise<void> {
  const fetches = true;
  if (process.getuid?.() === 0) return activity.run(command, args, { fetches });
  return activity.run("sudo", ["--preserve-env=http_proxy,https_proxy,no_proxy", command, ...args], {
    fetches,
  });
}

async function output(command: string, args: readonly string[]): Promise<string> {
  return (await promisify(execFile)(command, args, { maxBuffer: 16 * 1024 * 1024 })).stdout;
}
