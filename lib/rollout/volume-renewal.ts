import * as pulumi from "@pulumi/pulumi";
import type { VolumePlan } from "../compose/index.ts";
import type { Engine } from "../docker/client.ts";
import { listContainers } from "../docker/containers.ts";
import { orEngineProblem } from "../docker/engine-problems.ts";
import { composeProjectLabel } from "../docker/labels.ts";
import { isOurs, type Owner } from "../docker/ownership.ts";
import { findVolume, removeVolume, tryVolumeDriver } from "../docker/volumes.ts";
import { isVolumeAsDeclared } from "../plan/index.ts";
import { ProblemError } from "../problems/index.ts";
import { replacementBarrier } from "./replacement-barrier.ts";
import type { Rollouts } from "./rollouts.ts";

/** A volume that replaces one which differs from its compose file. The old one's data may be deleted. */
export interface Renewal {
  readonly volume: VolumePlan;
  /** The compose project whose containers are removed for it. */
  readonly project: string;
  readonly owner: Owner;
  readonly host: string;
}

/**
 * If a volume exists, Docker answers its creation with the existing one. So the hooks first remove the old volume with
 * the containers that use it, and then compare the new one with its file.
 */
export function renewalHooks({ volume, project, owner, host }: Renewal, engine: Engine, rollouts: Rollouts) {
  const { where, fields } = volume;
  const { name } = fields;
  const clear = async () => {
    if (!(await findVolume(engine, name))) return;
    const users = await listContainers(engine, JSON.stringify({ volume: [name] }));
    const strangers = users.filter(
      ({ labels }) => !isOurs(labels, owner) || labels[composeProjectLabel] !== project,
    );
    if (strangers.length > 0) throw new ProblemError([usedByOthers(strangers.map((each) => each.name))]);
    await tryVolumeDriver(engine, fields);
    const names = users.map((each) => each.name);
    await rollouts.clear(where, names, () => removeVolume(engine, name));
  };
  const verify = async () => {
    const found = await findVolume(engine, name);
    if (found && isVolumeAsDeclared(volume, found)) return;
    const expected = `volume ${name} on ${host} with the driver and driver_opts of its file`;
    throw new ProblemError([{ path: where, expected, found: "others", remedy: "run this again" }]);
  };
  const usedByOthers = (others: readonly string[]) => ({
    path: where,
    expected: `volume ${name} to be used by containers of its stack only`,
    found: `${others.join(", ")} using it`,
    remedy: "remove these containers first",
  });
  const failing = (work: () => Promise<void>) => () =>
    orEngineProblem(where, work()).catch((error) => replacementBarrier.fail(error));
  return {
    beforeCreate: [new pulumi.ResourceHook(`${host}: clear volume ${name}`, failing(clear))],
    afterCreate: [new pulumi.ResourceHook(`${host}: verify volume ${name}`, failing(verify))],
  };
}
