import type { Owner } from "../docker/ownership.ts";
import type { PreflightTarget } from "../docker/preflight.ts";
import { type Settings, settingPath } from "../settings/index.ts";
import { nameClaim } from "./adopted-stacks.ts";
import type { PlacedStack } from "./stacks.ts";

/** For each host that has a stack: its engine, and the names and ports that its stacks will take there. */
export function preflightTargets(
  settings: Settings,
  placed: readonly PlacedStack[],
  owner: Owner,
): PreflightTarget[] {
  return Object.entries(settings.hosts).flatMap(([host, { engine, certPath }]) => {
    const stacks = placed.filter((stack) => stack.host === host);
    const containers = stacks.flatMap(({ plan }) => plan.containers);
    if (containers.length === 0) return [];
    const needs = containers.flatMap(({ number, needs = [] }) => (number === 1 ? needs : []));
    return {
      engine,
      certPath,
      where: settingPath(settings.file, ["hosts", host, "engine"]),
      owner,
      ...(needs.length > 0 && { needs }),
      claims: {
        containers: stacks.flatMap((stack) =>
          stack.plan.containers.map(({ fields, where }) => ({ ...nameClaim(stack, fields), where })),
        ),
        volumes: stacks.flatMap(({ plan }) =>
          plan.volumes.flatMap(({ external, where, fields: { name } }) => (external ? [] : { name, where })),
        ),
        ports: containers.flatMap(({ ports }) => ports),
      },
    };
  });
}
