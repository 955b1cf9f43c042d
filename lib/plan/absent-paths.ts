import type { AbsentPath } from "../compose/index.ts";
import { connect, EngineError } from "../docker/client.ts";
import { sharesFiles } from "../docker/shared-files.ts";
import { type Problem, problemLine } from "../problems/index.ts";
import type { Settings } from "../settings/index.ts";
import type { PlacedStack } from "./stacks.ts";

/** What is said of paths where nothing is. */
export interface AbsentPathReport {
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
}

/** Of what a stack's own folder lacks. */
export function absentStackPaths({ absent = [] }: PlacedStack["plan"]): AbsentPathReport {
  return report(absent.filter(({ isOfHost }) => !isOfHost));
}

/** Of what machines lack, as far as their files can be seen from here. Nothing is said of those that do not answer. */
export async function absentHostPaths(
  { hosts }: Settings,
  placed: readonly PlacedStack[],
): Promise<AbsentPathReport> {
  const onHost = ({ plan }: PlacedStack) => (plan.absent ?? []).filter(({ isOfHost }) => isOfHost);
  const lacking = placed.filter((stack) => onHost(stack).length > 0);
  const engines = [...new Set(lacking.map(({ host }) => hosts[host]?.engine ?? ""))];
  const looks = engines.map(async (address) => {
    const stacks = lacking.filter(({ host }) => hosts[host]?.engine === address);
    return (await isSeen(address)) ? stacks.flatMap(onHost) : [];
  });
  return report((await Promise.all(looks)).flat());
}

async function isSeen(address: string): Promise<boolean> {
  return sharesFiles(connect(address)).catch((error: unknown) => {
    if (error instanceof EngineError) return false;
    throw error;
  });
}

function report(absent: readonly AbsentPath[]): AbsentPathReport {
  return {
    problems: absent.filter(({ isFatal }) => isFatal).map(({ problem }) => problem),
    warnings: absent.filter(({ isFatal }) => !isFatal).map(({ problem }) => problemLine(problem)),
  };
}
