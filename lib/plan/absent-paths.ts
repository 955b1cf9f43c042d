import type { AbsentPath, StackPlan } from "../compose/index.ts";
import { sharesFiles } from "../docker/shared-files.ts";
import { type Problem, problemLine } from "../problems/index.ts";
import type { AnsweredLook } from "./engine-look.ts";
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

/** Of what machines lack, as far as their files can be seen from here. */
export function absentHostPaths(
  looks: readonly Pick<AnsweredLook, "engine" | "stacks" | "answer">[],
): AbsentPathReport {
  return report(
    looks.flatMap(({ engine, stacks, answer: { info } }) =>
      info && sharesFiles(engine.address, info) ? stacks.flatMap(({ plan }) => hostPaths(plan)) : [],
    ),
  );
}

/** Those that have to be on the machine of the engine. */
export function hostPaths({ absent = [] }: StackPlan): AbsentPath[] {
  return absent.filter(({ isOfHost }) => isOfHost);
}

function report(absent: readonly AbsentPath[]): AbsentPathReport {
  return {
    problems: absent.filter(({ isFatal }) => isFatal).map(({ problem }) => problem),
    warnings: absent.filter(({ isFatal }) => !isFatal).map(({ problem }) => problemLine(problem)),
  };
}
