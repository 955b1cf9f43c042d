import type { Problem } from "../problems/index.ts";
import { type RunnerSettings, type Settings, settingPath } from "../settings/index.ts";

/**
 * Runners that take jobs of any branch beside those of the stage's own project, on an engine that jobs can use: such a job
 * could read the secrets of every other one.
 */
export function exposedRunners({ projects, runners, file }: Settings): Problem[] {
  const own = Object.keys(projects).filter((name) => projects[name]?.kind === "infrastructure");
  const serves = ({ scope, paused }: RunnerSettings) => !paused && (scope === "group" || own.includes(scope));
  return Object.entries(runners).flatMap(([name, runner]) => {
    const found = own.length > 0 && serves(runner) && !runner.protected ? reachOf(runner) : undefined;
    if (found === undefined) return [];
    return [
      {
        path: settingPath(file, ["runners", name, "protected"]),
        expected: `true, as jobs of ${own.join(" and ")} on it have the stage's secrets`,
        found: `false, and ${found}`,
        remedy: "protect it, and let another runner take the jobs of merge requests",
      },
    ];
  });
}

/** What lets a job reach the others of its machine. */
function reachOf({ volumes, privileged }: RunnerSettings): string | undefined {
  const socket = volumes.find((volume) => /\.sock:/.test(volume));
  if (socket !== undefined) return `jobs of any branch get ${socket.split(":")[0]}`;
  return privileged === false ? undefined : "jobs of any branch are privileged";
}
