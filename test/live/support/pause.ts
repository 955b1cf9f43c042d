import { basename, dirname, join } from "node:path";
import { programFile } from "../../../dev/toolchain/setup/program.ts";
import { pause } from "../../../dev/toolchain/tests/programs.ts";
import { run } from "./command.ts";
import { prepared } from "./machine.ts";
import type { SshHosts } from "./ssh-hosts.ts";

/** A program that waits, in an image of nothing else. */
export const pauseImage = "smallboat-test/pause:1";

/** Puts the image on every host. */
export async function importPause({ folder, all }: SshHosts): Promise<void> {
  const program = prepared(programFile(pause));
  await run("tar", ["-C", dirname(program), "-cf", join(folder, "pause.tar"), basename(program)]);
  const load = ["import", "--change", 'ENTRYPOINT ["/pause"]', join(folder, "pause.tar"), pauseImage];
  await Promise.all(all.map((host) => host.docker(...load)));
}
