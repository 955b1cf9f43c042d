import type { Problem } from "../problems/index.ts";
import type { Container } from "./containers.ts";
import { composeProjectLabel, stageLabel } from "./labels.ts";
import { isOurs, type Named } from "./ownership.ts";
import { overlap, type Port, portText } from "./ports.ts";

/** What the stacks of one host will take on its engine. `where` is the line that asks for it. */
export interface Claims {
  readonly containers: readonly NameClaim[];
  readonly ports: readonly PortClaim[];
}

export interface NameClaim extends Named {
  readonly where: string;
}

export interface PortClaim extends Port {
  /** Name of the container that publishes it. */
  readonly container: string;
  readonly where: string;
}

/** Container names that somebody else's container has. */
export function nameProblems(claims: Claims, present: readonly Container[], stage: string): Problem[] {
  const strangers = new Map(strangersTo(claims, present, stage).map((each) => [each.name, each]));
  return claims.containers.flatMap((claim) => {
    const stranger = strangers.get(claim.name);
    return stranger ? [takenName(claim, stranger)] : [];
  });
}

/** The refusal of a container name that `stranger` has. */
export function takenName({ name, where }: NameClaim, stranger: Owned): Problem {
  return {
    path: where,
    expected: `the container name "${name}" to be free`,
    found: `a container ${ownerOf(stranger)}`,
    remedy: `${removalOf(name, stranger)} or choose another container_name`,
  };
}

/** Host ports that somebody else's container publishes. */
export function portProblems(claims: Claims, present: readonly Container[], stage: string): Problem[] {
  const strangers = strangersTo(claims, present, stage);
  return claims.ports.flatMap((claim) => {
    const stranger = strangers.find(({ ports }) => ports.some((port) => overlap(port, claim)));
    if (!stranger) return [];
    const found = `it published by container "${stranger.name}" ${ownerOf(stranger)}`;
    const remedy = `${removalOf(stranger.name, stranger)} or choose another port`;
    return [{ path: claim.where, expected: `port ${portText(claim)} to be free`, found, remedy }];
  });
}

/** Claimed ports that no container publishes yet: only these can be bound by another process. */
export function unpublished(claims: Claims, present: readonly Container[]): PortClaim[] {
  const published = present.flatMap(({ ports }) => ports);
  return claims.ports.filter((claim) => !published.some((port) => overlap(port, claim)));
}

type Owned = Pick<Container, "image" | "labels">;

function strangersTo({ containers }: Claims, present: readonly Container[], stage: string): Container[] {
  const adopts = new Map(containers.map((claim) => [claim.name, claim.adopts]));
  return present.filter(({ name, labels }) => !isOurs(labels, stage, adopts.get(name)));
}

function ownerOf({ image, labels }: Owned): string {
  if (labels[stageLabel]) return `of stage "${labels[stageLabel]}"`;
  if (labels[composeProjectLabel]) return `of the compose project "${labels[composeProjectLabel]}"`;
  return `of image "${image}" that smallboat did not create`;
}

function removalOf(name: string, { labels }: Owned): string {
  if (labels[stageLabel]) return `run "make down STAGE=${labels[stageLabel]}"`;
  const project = labels[composeProjectLabel];
  return project ? `run "docker compose -p ${project} down"` : `run "docker rm -f ${name}"`;
}
