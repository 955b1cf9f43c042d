import { connect } from "../engine/client.ts";
import { listContainers } from "../engine/containers.ts";
import { explaining } from "../engine/faults.ts";
import { restoredLabel, stageLabel } from "../engine/labels.ts";
import { removeLeftover } from "../engine/leftovers.ts";
import { isOurs } from "../engine/ownership.ts";
import { type Deployment, heldBy, ownerOf, type RecordedHost, recordedHosts } from "./deployment.ts";

/**
 * Removes containers that were brought back after their successors had failed: the state knows their successors, so
 * Pulumi would leave them behind, and the networks they are on. Only names and networks of this very state count.
 * @throws ProblemError
 */
export async function removeRestored(stage: string, deployment: Deployment): Promise<void> {
  const owner = ownerOf(stage, deployment.resources);
  for (const host of recordedHosts(deployment)) {
    const engine = connect(host.address, { certPath: host.certPath });
    const label = [`${stageLabel}=${stage}`, `${restoredLabel}=true`];
    const list = (filters: object) =>
      explaining(host.name, listContainers(engine, JSON.stringify({ label, ...filters })));
    const all = (await list({})).filter(({ labels }) => isOurs(labels, owner));
    if (all.length === 0) continue;
    const names = new Set(namesOf(host, deployment, "docker:index/container:Container"));
    const networks = namesOf(host, deployment, "docker:index/network:Network");
    const onNetworks = (networks.length > 0 ? await list({ network: networks }) : []).filter(({ labels }) =>
      isOurs(labels, owner),
    );
    const ours = new Set(
      [...all.filter(({ name }) => names.has(name)), ...onNetworks].map(({ name }) => name),
    );
    for (const name of ours) await removeLeftover(engine, { name, where: host.name }, owner);
  }
}

/** What the state calls its containers or networks on a host. */
function namesOf(host: RecordedHost, deployment: Deployment, type: string): string[] {
  const held = new Set(heldBy([host], deployment));
  const { resources = [] } = deployment;
  const ofType = resources.filter((each) => each.type === type && held.has(each.urn));
  return ofType.flatMap(({ inputs }) => (typeof inputs?.name === "string" ? [inputs.name] : []));
}
