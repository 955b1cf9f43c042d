import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "./places.ts";
import type { Step } from "./step.ts";

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version: string; readonly optional?: boolean }>>;
}

/** Installs packages. npm writes the second file at the end of an installation; it lists the installed packages. */
export const packagesStep: Step = {
  name: "npm packages",
  seconds: 15,
  done: () => {
    const wanted = readLock(join(checkout, "package-lock.json"));
    const installed = readLock(join(checkout, "node_modules", ".package-lock.json"));
    return wanted !== undefined && installed !== undefined && holdsAll(wanted, installed);
  },
  // `npm ci` refuses a lock file without the optional packages of all platforms, and few mirrors have them all.
  run: (activity) =>
    activity.run("npm", ["install", "--no-save", "--no-audit", "--no-fund"], {
      cwd: checkout,
      fetches: true,
    }),
};

/** True if all packages are installed. Optional packages for other systems or processors do not count. */
export function holdsAll(wanted: Lock, installed: Lock): boolean {
  return Object.entries(wanted.packages).every(
    ([path, { version, optional }]) =>
      path === "" || optional || installed.packages[path]?.version === version,
  );
}

function readLock(file: string): Lock | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Lock;
  } catch {
    return undefined;
  }
}
