import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { testDir } from "../../../dev/toolchain/tests/places.ts";

const folder = join(testDir, "claims");
const own = new Set<string>();
process.once("exit", () => {
  for (const file of own) rmSync(file, { force: true });
});

/**
 * Reserves a port or a subnet of this machine for the life of this process. A chosen one is in use only when
 * the test's containers run. Until then another test would find it free. @returns false if it is reserved
 * already
 */
export function claim(name: string): boolean {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, name);
  try {
    writeFileSync(file, `${process.pid}`, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    if (isHeld(file)) return false;
    // Its process was killed.
    rmSync(file, { force: true });
    return claim(name);
  }
  own.add(file);
  return true;
}

function isHeld(file: string): boolean {
  try {
    return process.kill(Number(readFileSync(file, "utf8")), 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
