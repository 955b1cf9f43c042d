import type { StackPlan } from "../compose/index.ts";
import type { RequiredAbility } from "../docker/engine-abilities.ts";
import type { Owner } from "../docker/ownership.ts";
import type { PreflightTarget } from "../docker/preflight.ts";
import { type Settings, settingPath } from "../settings/index.ts";
import { nameClaim } from "./adopted-stacks.ts";
import type { EngineLook } from "./engine-look.ts";

/** The names and ports that stacks need, for each host of an engine that has a stack. */
export function preflightTargets(
  { hosts, stacks: all }: Pick<EngineLook, "hosts" | "stacks">,
  { file }: Settings,
  owner: Owner,
): PreflightTarget[] {
  return hosts.flatMap((host) => {
    const stacks = all.filter((stack) => stack.host === host);
    if (stacks.length === 0) return [];
    const plans = stacks.map(({ plan }) => plan);
    const needs = requiredAbilities(plans);
    return {
      where: settingPath(file, ["hosts", host, "engine"]),
      owner,
      ...(needs.length > 0 && { needs }),
      claims: {
        containers: stacks.flatMap((stack) =>
          stack.plan.containers.map(({ fields, where }) => ({ ...nameClaim(stack, fields), where })),
        ),
        volumes: plans.flatMap(({ volumes }) =>
          volumes.flatMap(({ external, where, fields: { name } }) => (external ? [] : { name, where })),
        ),
        ports: plans.flatMap(({ containers }) => containers.flatMap(({ ports }) => ports)),
      },
    };
  });
}

/** The features that these stacks need of their engine. Replicas need the same. */
export function requiredAbilities(plans: readonly StackPlan[]): RequiredAbility[] {
  return plans.flatMap(({ containers }) =>
    containers.flatMap(({ number, needs = [] }) => (number === 1 ? needs : [])),
  );
}
