import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/**
 * Removes left-overs however this process ends: containers, networks and volumes whose names contain the
 * name, processes in the first folder, and the folders. @returns a function that does so at once
 */
export function reapAtEnd(name: string, ...folders: readonly string[]): () => Promise<void> {
  const command = [join(import.meta.dirname, "reaper.ts"), name, ...folders];
  const reaper = spawn(process.execPath, command, { cwd: "/", detached: true, stdio: ["pipe", 1, 2] });
  reaper.unref();
  return async () => {
    reaper.ref();
    reaper.stdin?.end();
    await once(reaper, "close");
  };
}
