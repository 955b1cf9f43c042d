import type { Deployment } from "./deployment.ts";
import { CommandError, demand, feed } from "./pulumi.ts";

/** What `pulumi stack export` prints; all that is not used here is kept as it is. */
export interface State {
  readonly deployment: Deployment;
}

/** Secrets are ciphertext, unless an option says otherwise. @throws CommandError */
export async function exportState(stage: string, ...options: string[]): Promise<State> {
  return JSON.parse(await demand(stage, "stack", "export", ...options));
}

/** By standard input: what is to be encrypted stands in it in plain text. @throws CommandError */
export async function importState(stage: string, state: State): Promise<void> {
  const outcome = await feed(JSON.stringify(state), stage, "stack", "import");
  if (outcome.code !== 0) throw new CommandError(outcome);
}
