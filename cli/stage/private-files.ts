import { chmodSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Closes a file, or a folder with everything in it, to other users. Pulumi writes state, backups and history with modes
 * that let everybody read them. Symbolic links are not followed, and files of other users are left as they are.
 */
export function closeToOtherUsers(path: string): void {
  try {
    const stats = lstatSync(path);
    if (!stats.isFile() && !stats.isDirectory()) return;
    if (stats.mode & 0o077) chmodSync(path, stats.mode & 0o700);
    if (stats.isDirectory()) for (const name of readdirSync(path)) closeToOtherUsers(join(path, name));
  } catch (error) {
    // The file does not exist any more, or belongs to another user.
    if (!["ENOENT", "EPERM", "EACCES"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}
