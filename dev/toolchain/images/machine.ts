import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Where Debian and Ubuntu keep the certificate authorities that a machine's owner has added. */
export const certificateFolder = "/usr/local/share/ca-certificates";

/** The owner's certificate authorities. Without them a build behind them could fetch no package. */
export function ownCertificates(folder = certificateFolder): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".crt"))
    .sort()
    .map((file) => join(folder, file));
}

/** What `debianSources` reads, as `apt-get indextargets --format` takes it. */
export const sourceFormat = "$(ORIGIN) $(REPO_URI) $(RELEASE)";

/**
 * The machine's own sources of Debian, turned to another suite: lines of sources.list. One with a password in
 * its address is left out, since the lines stay in the image.
 */
export function debianSources(indexTargets: string, suite: string): string[] {
  const found = indexTargets.matchAll(/^Debian (?!\S*@)(\S+) [a-z]+(-updates|-security)?$/gm);
  return [...new Set([...found].map(([, address, pocket = ""]) => `deb ${address} ${suite}${pocket} main`))];
}

/** The part of `apt-config dump` that decides how files are fetched: proxies, certificates, dates, retries. */
export function fetchOptions(dump: string): string[] {
  return dump
    .split("\n")
    .filter((line) => /^Acquire::(https?|Check-|Force|Retries)/.test(line) && !line.endsWith(' "";'));
}
