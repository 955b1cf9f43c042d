import { EngineError } from "../docker/client.ts";
import { engineProblem, isUnreachable } from "../docker/engine-problems.ts";
import { type Problem, problemLine } from "../problems/index.ts";
import { type Settings, settingPath } from "../settings/index.ts";
import { type HostTree, hostTree, type State } from "../state/index.ts";
import type { EngineLook } from "./engine-look.ts";
import type { PlacedStack } from "./stacks.ts";

/** A host that does not answer. The run leaves it as it is and goes on without it. */
export interface UnreachableHost {
  readonly problem: Problem;
  /** Ids of its stacks in the settings. */
  readonly stacks: readonly string[];
  /** The resources on it that the state records. */
  readonly recorded: HostTree;
}

export type UnreachableHosts = ReadonlyMap<string, UnreachableHost>;

/**
 * Decides about the hosts that did not answer.
 * @param servers the stage's own servers and runners. The run cannot go on without them
 * @param state is read only if a host is unreachable
 * @param problems gets the problems that stop the run: an unreachable host in a strict stage or with a server, or if all
 * hosts are unreachable
 * @returns the unreachable hosts with stacks or recorded resources
 */
export async function unreachableHosts(
  settings: Settings,
  placed: { readonly stacks: readonly PlacedStack[]; readonly servers: readonly PlacedStack[] },
  looks: readonly Pick<EngineLook, "hosts" | "answer">[],
  state: () => Promise<State>,
  problems: Problem[],
): Promise<UnreachableHosts> {
  const unreachable = connectionErrors(settings, looks);
  if (unreachable.size === 0) return new Map();
  const used = new Set([...placed.stacks, ...placed.servers].map(({ host }) => host));
  const serving = new Set(placed.servers.map(({ host }) => host));
  const isHopeless = settings.strict || unreachable.size === Object.keys(settings.hosts).length;
  const stopping = [...unreachable].filter(([host]) => (isHopeless ? used : serving).has(host));
  problems.push(...stopping.map(([, problem]) => problem));
  if (isHopeless || stopping.length > 0)
    return new Map(stopping.map(([host, problem]) => [host, { problem, ...nothing }]));
  const { deployment } = await state();
  const missed = [...unreachable].map(([host, problem]): [string, UnreachableHost] => {
    const stacks = placed.stacks.filter((stack) => stack.host === host).map(({ id }) => id);
    return [host, { problem, stacks, recorded: hostTree(deployment, host) }];
  });
  return new Map(missed.filter(([host, { recorded }]) => used.has(host) || recorded.below.length > 0));
}

const nothing = { stacks: [], recorded: { host: undefined, below: [] } };

/** The connection error of each unreachable host. */
function connectionErrors(
  { hosts, file }: Settings,
  looks: readonly Pick<EngineLook, "hosts" | "answer">[],
): Map<string, Problem> {
  const unreachable = Object.keys(hosts).flatMap((host): [string, Problem][] => {
    const error = looks.find((look) => look.hosts.includes(host))?.answer;
    if (!(error instanceof EngineError && isUnreachable(error))) return [];
    return [[host, engineProblem(settingPath(file, ["hosts", host, "engine"]), error)]];
  });
  return new Map(unreachable);
}

/** A line for each stack whose status is unknown. */
export function unreachableWarnings(unreachable: UnreachableHosts): string[] {
  return [...unreachable].flatMap(([host, { problem, stacks }]) => [
    problemLine(problem),
    ...stacks.map((id) => `stacks/${id}: unknown, because ${host} does not answer; it is left as it is`),
  ]);
}

/** The last message of a run with unreachable hosts. */
export function unreachableSummary(unreachable: UnreachableHosts): string {
  const hosts = [...unreachable.keys()].join(", ");
  const stacks = [...unreachable.values()].flatMap(({ stacks }) => stacks.map((id) => `stacks/${id}`));
  const left = stacks.length > 0 ? `left undone: ${stacks.join(", ")}` : "everything on it is left as it is";
  return `all hosts but ${hosts} are up to date; ${left}; run this again when ${hosts} answers`;
}
