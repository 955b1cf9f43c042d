import { chmodSync, existsSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Closes a folder and the files in it to other users: 0700 and 0600, programs stay executable. Pulumi writes state,
 * backups and history for everybody to read.
 */
export function closeToOthers(folder: string): void {
  if (!existsSync(folder)) return;
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const own = entries.filter((entry) => entry.isFile() || entry.isDirectory());
  for (const path of [folder, ...own.map(({ parentPath, name }) => join(parentPath, name))]) close(path);
}

function close(path: string): void {
  try {
    const { mode } = lstatSync(path);
    if (mode & 0o077) chmodSync(path, mode & 0o700);
  } catch (error) {
    // Another command may have removed it, or it is another user's.
    if (!["ENOENT", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}
