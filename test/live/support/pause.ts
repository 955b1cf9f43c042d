import { basename, dirname, join } from "node:path";
import { programFile } from "../../../dev/toolchain/setup/program.ts";
import { pause } from "../../../dev/toolchain/tests/programs.ts";
import { docker, run } from "./command.ts";
import { prepared } from "./machine.ts";
import type { SshHosts } from "./ssh-hosts.ts";

/** A program that waits, in an image of nothing else. */
export const pauseImage = "smallboat-test/pause:1";

/** Puts the image on every host. */
export async function importPause({ folder, all }: SshHosts): Promise<void> {
  const load = ["import", "--change", 'ENTRYPOINT ["/pause"]', await pauseArchive(folder), pauseImage];
  await Promise.all(all.map((host) => host.docker(...load)));
}

/**
 * Makes such an image on this machine's engine, another one for other labels. To push and pull it takes a hundredth of
 * what a server's image takes.
 */
export async function importLabelled(
  folder: string,
  reference: string,
  labels: Readonly<Record<string, string>>,
): Promise<void> {
  const changes = [
    'ENTRYPOINT ["/pause"]',
    ...Object.entries(labels).map(([key, to]) => `LABEL ${key}=${to}`),
  ];
  const options = changes.flatMap((change) => ["--change", change]);
  await docker("import", ...options, await pauseArchive(folder), reference);
}

async function pauseArchive(folder: string): Promise<string> {
  const program = prepared(programFile(pause));
  const archive = join(folder, "pause.tar");
  await run("tar", ["-C", dirname(program), "-cf", archive, basename(program)]);
  return archive;
}
