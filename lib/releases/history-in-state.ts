import { type Deployment, nameOf, type State, types, withResources } from "../state/index.ts";
import { emptyHistory, type History } from "./history.ts";

/** The resource whose output is the history. Runs of the program keep that output as it is. */
const name = "releases";

/** The history that a state records. Empty before the first release. */
export function historyOf({ resources }: Deployment): History {
  return parsedHistory(resources.find(isHistory)?.outputs?.output);
}

/** A history as the resource has it; anything else is an empty one. */
export function parsedHistory(output: unknown): History {
  if (typeof output !== "object" || output === null || !("releases" in output)) return emptyHistory;
  return output as History;
}

/** The state with another history. Undefined if no run has declared the resource yet. */
export function withHistory(state: State, history: History): State | undefined {
  const { resources } = state.deployment;
  if (!resources.some(isHistory)) return undefined;
  return withResources(
    state,
    resources.map((each) =>
      isHistory(each) ? { ...each, outputs: { ...each.outputs, output: history } } : each,
    ),
  );
}

/** True for the resource whose output is the history. */
export function isHistory({ type, urn }: { readonly type: string; readonly urn: string }): boolean {
  return type === types.stash && nameOf(urn) === name;
}
