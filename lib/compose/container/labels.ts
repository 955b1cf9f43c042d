import type { LoadedStack } from "../load.ts";
import type { Label } from "../provider-fields.ts";
import type { Dependency, PlanContext } from "../stack-plan.ts";

/** The version of compose whose labels are used. */
const COMPOSE_VERSION = "2.40.3";

/** The labels of the owner, on every container, network and volume. */
export function ownerLabels(context: PlanContext): Record<string, string> {
  return { "smallboat.stage": context.stage };
}

/**
 * The labels by which `docker compose ls`, `ps` and `logs` find a container. Paths of folder and files are relative to
 * the repository: with absolute paths, a deployment from another checkout would replace every container.
 */
export function containerLabels(
  stack: LoadedStack,
  context: PlanContext,
  service: string,
  number: number,
  dependsOn: readonly Dependency[],
  hash: string,
): Label[] {
  const name = context.stack ?? stack.source.label.split("/").at(-1);
  const dependencies = dependsOn.map((each) => `${each.service}:${each.condition}:${each.restart}`);
  return labelList({
    ...stack.model.services[service]?.labels,
    "com.docker.compose.project": stack.model.name,
    "com.docker.compose.service": service,
    "com.docker.compose.container-number": String(number),
    "com.docker.compose.oneoff": "False",
    "com.docker.compose.config-hash": hash,
    "com.docker.compose.depends_on": dependencies.join(","),
    "com.docker.compose.version": COMPOSE_VERSION,
    "com.docker.compose.project.working_dir": stack.source.label,
    "com.docker.compose.project.config_files": stack.composeFiles.join(","),
    ...ownerLabels(context),
    "smallboat.stack": `${context.host}/${name}`,
  });
}

/** Labels of a network or volume. They stay the same in all versions, because a changed label would delete a volume. */
export function resourceLabels(
  kind: "network" | "volume",
  key: string,
  project: string,
  context: PlanContext,
  own: Record<string, string> | undefined,
): Label[] {
  return labelList({
    ...own,
    "com.docker.compose.project": project,
    [`com.docker.compose.${kind}`]: key,
    ...ownerLabels(context),
  });
}

function labelList(labels: Record<string, string>): Label[] {
  return Object.entries(labels)
    .map(([label, value]) => ({ label, value }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
}
