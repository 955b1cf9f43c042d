import { join } from "node:path";
import { run } from "./command.ts";
import type { SshHosts } from "./ssh-hosts.ts";

/** A program that waits, in an image of nothing else. */
export const pauseImage = "smallboat-test/pause:1";

/** Puts the image on every host. */
export async function importPause({ folder, all }: SshHosts): Promise<void> {
  const source = join(import.meta.dirname, "../../bench/pause");
  const env = { ...process.env, CGO_ENABLED: "0" };
  await run("go", ["build", "-o", join(folder, "pause"), "."], { cwd: source, env });
  await run("tar", ["-C", folder, "-cf", join(folder, "pause.tar"), "pause"]);
  const load = ["import", "--change", 'ENTRYPOINT ["/pause"]', join(folder, "pause.tar"), pauseImage];
  await Promise.all(all.map((host) => host.docker(...load)));
}
