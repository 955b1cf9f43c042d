import type { AbsentPath, StackPlan } from "../compose/index.ts";
import { sharesFiles } from "../docker/shared-files.ts";
import { type Problem, problemLine } from "../problems/index.ts";
import type { AnsweredLook } from "./engine-look.ts";
import type { PlacedStack } from "./stacks.ts";

/** Problems and warnings about host paths that do not exist. */
export interface AbsentPathReport {
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
}

/** About paths in a stack's own folder. */
export function absentStackPaths({ absent = [] }: PlacedStack["plan"]): AbsentPathReport {
  return report(absent.filter(({ isOfHost }) => !isOfHost));
}

/** About paths of machines whose files this program can see. */
export function absentHostPaths(
  looks: readonly Pick<AnsweredLook, "engine" | "stacks" | "answer">[],
): AbsentPathReport {
  return report(
    looks.flatMap(({ engine, stacks, answer: { info } }) =>
      info && sharesFiles(engine.address, info) ? stacks.flatMap(({ plan }) => hostPaths(plan)) : [],
    ),
  );
}

/** The paths that must exist on the engine's machine. */
export function hostPaths({ absent = [] }: StackPlan): AbsentPath[] {
  return absent.filter(({ isOfHost }) => isOfHost);
}

function report(absent: readonly AbsentPath[]): AbsentPathReport {
  return {
    problems: absent.filter(({ isFatal }) => isFatal).map(({ problem }) => problem),
    warnings: absent.filter(({ isFatal }) => !isFatal).map(({ problem }) => problemLine(problem)),
  };
}
