import { connect } from "../../lib/docker/client.ts";
import { type Container, listContainers } from "../../lib/docker/containers.ts";
import { orEngineProblem } from "../../lib/docker/engine-problems.ts";
import { networkInUseProblems } from "../../lib/docker/networks-in-use.ts";
import { isOurs, type Owner } from "../../lib/docker/ownership.ts";
import { refuse } from "../../lib/problems/index.ts";
import { type Deployment, recordedHosts, resourcesByName, types } from "../../lib/state/index.ts";
import { runnerLabel } from "./runner-jobs.ts";

/** @throws ProblemError with every container that would prevent the removal of one of the state's networks */
export async function requireFreeNetworks(owner: Owner, deployment: Deployment): Promise<void> {
  const looks = recordedHosts(deployment).map(async (host) => {
    const engine = connect(host.address, { certPath: host.certPath });
    const names = [...resourcesByName(host, deployment, types.network).keys()];
    const networks = names.map((name) => ({ name, host: host.name, fate: "removed" as const }));
    // Adopted containers carry no label of the stage.
    const recorded = new Set(deployment.resources.map(({ id }) => id));
    const goes = ({ id, labels }: Container) =>
      isOurs(labels, owner) || recorded.has(id) || runnerLabel in labels;
    const containers = await orEngineProblem(host.name, listContainers(engine));
    return networkInUseProblems(containers, networks, owner, goes);
  });
  refuse((await Promise.all(looks)).flat());
}
