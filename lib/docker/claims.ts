import { type PortClaim, portsOverlap, portText } from "../compose/ports.ts";
import type { Problem } from "../problems/index.ts";
import type { Container } from "./containers.ts";
import { composeProjectLabel, stageLabel } from "./labels.ts";
import { isOfNamesake, isOurs, type Named, type Owner } from "./ownership.ts";

/** The names and ports that the stacks of one host need on its engine. `where` is the line that names each. */
export interface EngineClaims {
  readonly containers: readonly NameClaim[];
  readonly volumes?: readonly NameClaim[];
  readonly ports: readonly PortClaim[];
}

export interface NameClaim extends Named {
  readonly where: string;
}

/** Problems of container names that a foreign container has. */
export function nameProblems(claims: EngineClaims, present: readonly Container[], owner: Owner): Problem[] {
  const strangers = new Map(strangersTo(claims, present, owner).map((each) => [each.name, each]));
  return claims.containers.flatMap((claim) => {
    const stranger = strangers.get(claim.name);
    return stranger ? [nameTakenProblem(claim, stranger, owner)] : [];
  });
}

/** The problem of a container name that a foreign container has. */
export function nameTakenProblem({ name, where }: NameClaim, stranger: Owned, owner: Owner): Problem {
  return {
    path: where,
    expected: `the container name "${name}" to be free`,
    found: `a container ${ownerText(stranger, owner)}`,
    remedy: `${removalText(name, stranger, owner)} or choose another container_name`,
  };
}

/** Problems of host ports that a foreign container publishes. */
export function portProblems(claims: EngineClaims, present: readonly Container[], owner: Owner): Problem[] {
  const strangers = strangersTo(claims, present, owner);
  return claims.ports.flatMap((claim) => {
    const stranger = strangers.find(({ ports }) => ports.some((port) => portsOverlap(port, claim)));
    if (!stranger) return [];
    const found = `it published by container "${stranger.name}" ${ownerText(stranger, owner)}`;
    const remedy = `${removalText(stranger.name, stranger, owner)} or choose another port`;
    return [{ path: claim.where, expected: `port ${portText(claim)} to be free`, found, remedy }];
  });
}

/**
 * Problems of volumes that containers of a stage of the same name in another state use. An unused volume is taken over,
 * because volumes stay when their state is gone.
 */
export function volumeProblems(claims: EngineClaims, present: readonly Container[], owner: Owner): Problem[] {
  const namesakes = present.filter(({ labels }) => isOfNamesake(labels, owner));
  return (claims.volumes ?? []).flatMap(({ name, where }) => {
    const user = namesakes.find(({ volumes }) => volumes.includes(name));
    if (!user) return [];
    const found = `it in use by container "${user.name}" ${ownerText(user, owner)}`;
    const remedy = `${removalText(user.name, user, owner)} or choose another name`;
    return [{ path: where, expected: `the volume "${name}" to be free`, found, remedy }];
  });
}

/** Claimed ports that no container publishes yet. Only these can be bound by another process. */
export function unpublishedPorts(claims: EngineClaims, present: readonly Container[]): PortClaim[] {
  const published = present.flatMap(({ ports }) => ports);
  return claims.ports.filter((claim) => !published.some((port) => portsOverlap(port, claim)));
}

type Owned = Pick<Container, "image" | "labels">;

function strangersTo({ containers }: EngineClaims, present: readonly Container[], owner: Owner): Container[] {
  const adopts = new Map(containers.map((claim) => [claim.name, claim.adopts]));
  return present.filter(({ name, labels }) => !isOurs(labels, owner, adopts.get(name)));
}

/** The owner of a container, for messages to another owner. */
export function ownerText({ image, labels }: Owned, owner: Owner): string {
  if (isOfNamesake(labels, owner)) return `of stage "${owner.stage}" of another checkout`;
  if (labels[stageLabel]) return `of stage "${labels[stageLabel]}"`;
  if (labels[composeProjectLabel]) return `of the compose project "${labels[composeProjectLabel]}"`;
  return `of image "${image}" that smallboat did not create`;
}

/** How a container's owner removes it, for messages to another owner. */
export function removalText(name: string, { labels }: Owned, owner: Owner): string {
  if (isOfNamesake(labels, owner)) return `run "make down STAGE=${owner.stage}" there`;
  if (labels[stageLabel]) return `run "make down STAGE=${labels[stageLabel]}"`;
  const project = labels[composeProjectLabel];
  return project ? `run "docker compose -p ${project} down"` : `run "docker rm -f ${name}"`;
}
