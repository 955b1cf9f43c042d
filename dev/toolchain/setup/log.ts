import { createWriteStream, mkdirSync, type WriteStream } from "node:fs";
import { join } from "node:path";

/** The log of a step, below `logs/`. */
export function openLog(name: string, stateDir: string): WriteStream {
  const folder = join(stateDir, "logs");
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    // Opening the log then fails too.
  }
  const log = createWriteStream(join(folder, `${name.toLowerCase().replace(/[^a-z0-9.]+/g, "-")}.log`), {
    mode: 0o600,
  });
  // On a full disk the log ends early, and the step itself says why it fails.
  log.on("error", () => {});
  return log;
}
