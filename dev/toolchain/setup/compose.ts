import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { isExecutable, onPath } from "./files.ts";
import { fetchAhead } from "./go.ts";
import { buildProgram, isBuilt, type Program, programFile } from "./program.ts";
import type { Step } from "./step.ts";

/** The version of Docker Compose with which tests and `make bench` compare. */
export const composeProgram: Program = {
  name: "docker-compose",
  module: "dev/toolchain/compose",
  main: "github.com/docker/compose/v2/cmd",
  variables: ["github.com/docker/compose/v2/internal.Version=v2.40.3"],
  seconds: 120,
};

/** Folders in which Docker's client finds plugins, besides the user's own. */
const systemFolders = ["/usr/local/lib", "/usr/local/libexec", "/usr/lib", "/usr/libexec"].map((folder) =>
  join(folder, "docker/cli-plugins"),
);

/**
 * The plugin `docker compose`. An installed one is used. Otherwise it is built and installed for this user. A machine
 * without an engine of its own, such as the container of a CI job, does not get it.
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
    seconds: composeProgram.seconds,
    done: async () =>
      [userFolder, ...folders].some((folder) => isExecutable(join(folder, "docker-compose"))) ||
      (onPath("dockerd") === undefined && (await engine.done())),
    fetch: (activity) => fetchAhead(composeProgram, activity),
    run: async (activity) => {
      if (!isBuilt(composeProgram)) await buildProgram(composeProgram, activity);
      mkdirSync(dirname(plugin), { recursive: true });
      // A link to a removed cache may be left.
      rmSync(plugin, { force: true });
      symlinkSync(programFile(composeProgram), plugin);
    },
  };
}
