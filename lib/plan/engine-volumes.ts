import { engineTag } from "../pipelines/index.ts";
import type { Problem } from "../problems/index.ts";
import { type Settings, settingPath } from "../settings/index.ts";
import type { ProjectPlan } from "./projects.ts";

/** Problems of runners that lack a volume which the jobs of a project share with their engine. */
export function engineVolumeProblems(
  { runners, file }: Pick<Settings, "runners" | "file">,
  projects: readonly Pick<ProjectPlan, "name" | "runnerVolumes">[],
): Problem[] {
  return Object.entries(runners).flatMap(([name, { tags, scope, paused, volumes }]) => {
    if (paused || !tags.includes(engineTag)) return [];
    const has = (folder: string) => volumes.some((volume) => volume.split(":").includes(folder));
    const served = projects.filter((project) => scope === "group" || scope === project.name);
    const needs = served.flatMap((project) => project.runnerVolumes.map((folder) => ({ folder, project })));
    return needs
      .filter(({ folder }) => !has(folder))
      .map(({ folder, project }) => ({
        path: settingPath(file, ["runners", name, "volumes"]),
        expected: `${folder}, which jobs of ${project.name} share with an engine that has TLS`,
        found: volumes.length > 0 ? volumes.join(", ") : "none",
        remedy: `add ${folder}, or leave engine.tls out of the project's options`,
      }));
  });
}
