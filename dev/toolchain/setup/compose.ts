import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { unpackDebianPackage } from "../images/debian-package.ts";
import { outputOf } from "./command.ts";
import { isExecutable, moveFile, onPath, withFolder } from "./files.ts";
import { cacheDir } from "./places.ts";
import { buildProgram, isBuilt, type Program, programFile } from "./program.ts";
import type { Activity, Step } from "./step.ts";

/** The version of Docker Compose with which tests and `make bench` compare. */
export const composeProgram: Program = {
  name: "docker-compose",
  module: "dev/toolchain/compose",
  main: "github.com/docker/compose/v2/cmd",
  sources: [],
  variables: ["github.com/docker/compose/v2/internal.Version=v2.40.3"],
  seconds: 75,
};

/** Folders in which Docker's client finds plugins, besides the user's own. */
const systemFolders = ["/usr/local/lib", "/usr/local/libexec", "/usr/lib", "/usr/libexec"].map((folder) =>
  join(folder, "docker/cli-plugins"),
);

/**
 * The plugin `docker compose`. An installed one is used. Otherwise this user gets Debian's, and where that does not run,
 * one that is built. A machine without an engine of its own, such as the container of a CI job, does not get it.
 * @param engine the step that provides the engine
 */
export function composeStep(
  engine: Pick<Step, "done">,
  userFolder = join(process.env.DOCKER_CONFIG || join(homedir(), ".docker"), "cli-plugins"),
  folders: readonly string[] = systemFolders,
): Step {
  const plugin = join(userFolder, "docker-compose");
  return {
    name: "Docker Compose",
    seconds: 5,
    done: async () =>
      [userFolder, ...folders].some((folder) => isExecutable(join(folder, "docker-compose"))) ||
      (onPath("dockerd") === undefined && (await engine.done())),
    run: async (activity) => {
      mkdirSync(dirname(plugin), { recursive: true });
      // A link to a removed cache may be left.
      rmSync(plugin, { force: true });
      if (!isBuilt(composeProgram)) {
        if (await installFromDebian(plugin, activity)) return;
        await buildProgram(composeProgram, activity);
      }
      symlinkSync(programFile(composeProgram), plugin);
    },
  };
}

/** Installs the program of Debian 13. @returns false if it cannot be fetched, or does not run here */
export async function installFromDebian(plugin: string, activity: Activity): Promise<boolean> {
  if (!onPath("apt-get")) return false;
  try {
    return await withFolder(cacheDir, async (work) => {
      const unpacked = await unpackDebianPackage("docker-compose", "trixie", work, activity);
      const program = join(unpacked, "usr/libexec/docker/cli-plugins/docker-compose");
      if (outputOf(program, ["version"]) === undefined) return false;
      moveFile(program, plugin);
      return true;
    });
  } catch (error) {
    activity.note(`Debian's package of Docker Compose: ${(error as Error).message}.`);
    return false;
  }
}
