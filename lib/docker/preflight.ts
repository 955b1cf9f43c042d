import { type PortClaim, portText } from "../compose/ports.ts";
import type { Problem } from "../problems/index.ts";
import { isLocal } from "./address.ts";
import { type EngineClaims, nameProblems, portProblems, unpublishedPorts, volumeProblems } from "./claims.ts";
import { connect, type Engine } from "./client.ts";
import { type Container, listContainers } from "./containers.ts";
import { missingAbilities, type RequiredAbility } from "./engine-abilities.ts";
import { engineProblem } from "./engine-problems.ts";
import type { Owner } from "./ownership.ts";
import { isBound, processListeningOn } from "./port-listeners.ts";

/** One host: its engine, and what the stage will take there. */
export interface PreflightTarget {
  /** Address, such as `unix:///var/run/docker.sock`. Hosts may share one. */
  readonly engine: string;
  /** As `ConnectOptions.certPath`. */
  readonly certPath?: string | undefined;
  /** Settings path of the address, such as `smallboat:hosts.Local.engine`. */
  readonly where: string;
  readonly owner: Owner;
  readonly claims: EngineClaims;
  /** What the engine must be new enough for. */
  readonly needs?: readonly RequiredAbility[];
}

/**
 * Looks once at every engine, all at the same time, for what would make a run fail half-way: an engine that
 * does not answer or is too old, a container name or a host port that somebody else has. Changes nothing.
 * @returns every problem, in the order of the targets; none where all is well
 */
export async function preflight(targets: readonly PreflightTarget[]): Promise<Problem[]> {
  const engines = [...new Set(targets.map(({ engine }) => engine))];
  const checks = engines.map((engine) => checkEngine(targets.filter((target) => target.engine === engine)));
  return (await Promise.all(checks)).flat();
}

/** `targets` share one engine. */
async function checkEngine(targets: readonly PreflightTarget[]): Promise<Problem[]> {
  const [{ engine, certPath }] = targets as [PreflightTarget];
  try {
    const connected = connect(engine, { certPath });
    const present = await listContainers(connected);
    const abilities = missingAbilities(
      connected,
      targets.flatMap(({ needs = [] }) => needs),
    );
    return [...(await abilities), ...(await oneByOne(targets, (target) => checkTarget(target, present)))];
  } catch (error) {
    return [engineProblem(targets.map(({ where }) => where).join(", "), error)];
  }
}

async function checkTarget(
  { engine, owner, claims }: PreflightTarget,
  present: readonly Container[],
): Promise<Problem[]> {
  const bound = await boundProblems(engine, claims, present);
  return [
    ...nameProblems(claims, present, owner),
    ...portProblems(claims, present, owner),
    ...volumeProblems(claims, present, owner),
    ...bound,
  ];
}

/**
 * Who has the ports of a container that could not be started for them: they were taken after the look, or by a process
 * of another machine, which nobody sees from here.
 */
export async function takenPorts(
  engine: Engine,
  ports: readonly PortClaim[],
  owner: Owner,
): Promise<Problem[]> {
  const claims = { containers: [], ports };
  const present = await listContainers(engine);
  const problems = [
    ...portProblems(claims, present, owner),
    ...(await boundProblems(engine.address, claims, present)),
  ];
  if (problems.length > 0) return problems;
  return unpublishedPorts(claims, present).map((claim) => ({
    path: claim.where,
    expected: `port ${portText(claim)} to be free`,
    found: "it bound by another process of its machine",
    remedy: `stop that process, which "ss -lnp 'sport = :${claim.published}'" shows there, or choose another port`,
  }));
}

/** Only of this machine one can tell. */
async function boundProblems(
  engine: string,
  claims: EngineClaims,
  present: readonly Container[],
): Promise<Problem[]> {
  return isLocal(engine) ? oneByOne(unpublishedPorts(claims, present), boundProblem) : [];
}

/** A port that two claim is tried for both: attempts at the same time would meet each other. */
async function oneByOne<T>(items: readonly T[], check: (item: T) => Promise<Problem[]>): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const item of items) problems.push(...(await check(item)));
  return problems;
}

async function boundProblem(claim: PortClaim): Promise<Problem[]> {
  if (!(await isBound(claim))) return [];
  const found = `it bound by ${processListeningOn(claim) ?? "another process"}`;
  const remedy = "stop that process or choose another port";
  return [{ path: claim.where, expected: `port ${portText(claim)} to be free`, found, remedy }];
}
