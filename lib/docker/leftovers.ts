import { type Problem, ProblemError } from "../problems/index.ts";
import { type NameClaim, nameTakenProblem } from "./claims.ts";
import type { Engine } from "./client.ts";
import { type Container, inspectContainer, listContainers, removeContainer } from "./containers.ts";
import { orEngineProblem } from "./engine-problems.ts";
import { composeProjectLabel, type Labels } from "./labels.ts";
import { busyTimeout, disconnectContainer, listNetworks, removeNetwork } from "./networks.ts";
import { isOfNamesake, isOurs, type Owner } from "./ownership.ts";

/**
 * Makes the name of a container free before its creation. A container of ours with that name was left by a run that was
 * interrupted before it wrote its state. It is stopped and removed, and its volumes stay.
 * @throws ProblemError if the name belongs to a foreign container, or if the engine does not answer
 */
export async function removeLeftover(engine: Engine, claim: NameClaim, owner: Owner): Promise<void> {
  await orEngineProblem(claim.where, clearContainer(engine, claim, owner));
}

/**
 * Makes the name of a network free before its creation, because Docker would create a second network of that name.
 * @throws ProblemError if the network or a container on it is foreign, or if the engine does not answer
 */
export async function removeLeftoverNetwork(engine: Engine, claim: NameClaim, owner: Owner): Promise<void> {
  await orEngineProblem(claim.where, clearNetwork(engine, claim, owner));
}

async function clearContainer(engine: Engine, claim: NameClaim, owner: Owner): Promise<void> {
  const found = await inspectContainer(engine, claim.name);
  if (!found) return;
  const { Image: image, Labels: labels } = found.Config;
  if (!isOurs(labels, owner, claim.adopts))
    throw new ProblemError([nameTakenProblem(claim, { image, labels }, owner)]);
  await removeContainer(engine, found);
}

async function clearNetwork(engine: Engine, claim: NameClaim, owner: Owner): Promise<void> {
  // The engine's name filter matches parts of names.
  const filters = JSON.stringify({ name: [claim.name] });
  const alike = await listNetworks(engine, filters, { timeout: busyTimeout });
  for (const network of alike.filter(({ Name }) => Name === claim.name)) {
    const attached = await containersOn(engine, network.Id);
    // A container that was never started is listed only by the network's name.
    const users = [...attached, ...(await containersOn(engine, network.Name))].map(({ labels }) => labels);
    const areOurs = users.every((labels) => isOurs(labels, owner, projectOf(claim)));
    if (!areOurs || !isOurs(network.Labels, owner, claim.adopts))
      throw new ProblemError([takenNetwork(claim, isOfNamesake(network.Labels, owner))]);
    for (const { id } of attached) await disconnectContainer(engine, network, id);
    await removeNetwork(engine, network);
  }
}

/** The label of an adopted stack's compose project. */
function projectOf({ adopts }: NameClaim): Labels | undefined {
  const project = adopts?.[composeProjectLabel];
  return project === undefined ? undefined : { [composeProjectLabel]: project };
}

function containersOn(engine: Engine, network: string): Promise<Container[]> {
  return listContainers(engine, JSON.stringify({ network: [network] }));
}

function takenNetwork({ name, where }: NameClaim, isOfNamesake: boolean): Problem {
  return {
    path: where,
    expected: `the network name "${name}" to be free`,
    found: isOfNamesake
      ? "a network of that name that a stage of the same name in another checkout created"
      : "a network of that name that smallboat did not create, or that others use",
    remedy: `run "docker network rm ${name}" or choose another name`,
  };
}
