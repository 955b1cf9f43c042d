import { chmodSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Closes a file, or a folder and all in it, to other users: 0600 and 0700, programs stay executable. Pulumi writes
 * state, backups and history for everybody to read. What a link names, and what belongs to another user, is left.
 */
export function closeToOtherUsers(path: string): void {
  try {
    const stats = lstatSync(path);
    if (!stats.isFile() && !stats.isDirectory()) return;
    if (stats.mode & 0o077) chmodSync(path, stats.mode & 0o700);
    if (stats.isDirectory()) for (const name of readdirSync(path)) closeToOtherUsers(join(path, name));
  } catch (error) {
    // It is not there, or went meanwhile, or is another user's.
    if (!["ENOENT", "EPERM", "EACCES"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}
