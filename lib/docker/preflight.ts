import { type PortClaim, portText } from "../compose/ports.ts";
import type { Problem } from "../problems/index.ts";
import { isLocal } from "./address.ts";
import { type EngineClaims, nameProblems, portProblems, unpublishedPorts, volumeProblems } from "./claims.ts";
import { type Engine, EngineError } from "./client.ts";
import { type Container, listContainers } from "./containers.ts";
import { missingAbilities, type RequiredAbility } from "./engine-abilities.ts";
import { engineProblem } from "./engine-problems.ts";
import type { EngineSnapshot } from "./engine-snapshot.ts";
import type { Owner } from "./ownership.ts";
import { isBound, processListeningOn } from "./port-listeners.ts";

/** What a stage needs on one host. */
export interface PreflightTarget {
  /** Settings path of the host's engine, such as `smallboat:hosts.Local.engine`. */
  readonly where: string;
  readonly owner: Owner;
  readonly claims: EngineClaims;
  /** Features that the engine must have. */
  readonly needs?: readonly RequiredAbility[];
}

/** An engine, its answer, and what its hosts need. */
export interface EnginePreflight {
  readonly engine: Engine;
  /** The engine's snapshot, or why there is none. */
  readonly answer: EngineSnapshot | EngineError;
  readonly targets: readonly PreflightTarget[];
}

/**
 * Finds problems that would make a run fail half-way: an engine does not answer or is too old, or a container name or a
 * host port is taken. On this machine ports are also bound for a moment. Changes nothing.
 * @returns all problems, in the order of the engines
 */
export async function preflight(engines: readonly EnginePreflight[]): Promise<Problem[]> {
  return (await Promise.all(engines.map(checkEngine))).flat();
}

async function checkEngine({ engine, answer, targets }: EnginePreflight): Promise<Problem[]> {
  if (targets.length === 0) return [];
  if (answer instanceof EngineError)
    return [engineProblem(targets.map(({ where }) => where).join(", "), answer)];
  const needs = targets.flatMap(({ needs = [] }) => needs);
  return [
    ...missingAbilities(answer, needs),
    ...(await oneByOne(targets, (target) => checkTarget(engine, target, answer.containers))),
  ];
}

async function checkTarget(
  { address }: Engine,
  { owner, claims }: PreflightTarget,
  present: readonly Container[],
): Promise<Problem[]> {
  const bound = await boundProblems(address, claims, present);
  return [
    ...nameProblems(claims, present, owner),
    ...portProblems(claims, present, owner),
    ...volumeProblems(claims, present, owner),
    ...bound,
  ];
}

/**
 * Problems of a container that could not start because its ports are taken. They were taken after the preflight, or by a
 * process on another machine, which is not visible from here.
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

/** Problems of ports that another process has bound. Only this machine can be checked. */
async function boundProblems(
  engine: string,
  claims: EngineClaims,
  present: readonly Container[],
): Promise<Problem[]> {
  return isLocal(engine) ? oneByOne(unpublishedPorts(claims, present), boundProblem) : [];
}

/** Checks one item after another: two attempts to bind the same port would disturb each other. */
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
