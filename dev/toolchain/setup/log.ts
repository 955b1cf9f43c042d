import { createWriteStream, mkdirSync, type WriteStream } from "node:fs";
import { join } from "node:path";

/** The log of a step, below `logs/`. */
export function openLog(name: string, stateDir: string): WriteStream {
  const folder = join(stateDir, "logs");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return createWriteStream(join(folder, `${name.toLowerCase().replace(/[^a-z0-9.]+/g, "-")}.log`), {
    mode: 0o600,
  });
}
