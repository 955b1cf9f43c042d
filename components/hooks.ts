import * as pulumi from "@pulumi/pulumi";
import type { Engine } from "../engine/client.ts";
import { removeLeftover, removeLeftoverNetwork } from "../engine/leftovers.ts";
import { ProblemError } from "../problems/index.ts";

/** What happens on an engine just before or after Pulumi's own step. */
export interface HostHooks {
  /** Before a container, a network is created: the remainder of an interrupted run goes. */
  readonly container: pulumi.ResourceHook;
  readonly network: pulumi.ResourceHook;
  /** After a one-shot container was created, and so has ended: it must have ended well. */
  readonly completed: pulumi.ResourceHook;
}

export function hostHooks(host: string, stage: string, engine: Engine): HostHooks {
  const clearing = (kind: string, clear: typeof removeLeftover) =>
    new pulumi.ResourceHook(`${host}: left-over ${kind}`, async ({ name: where, newInputs }) =>
      clear(engine, { name: newInputs?.name, where }, stage),
    );
  return {
    container: clearing("container", removeLeftover),
    network: clearing("network", removeLeftoverNetwork),
    completed: new pulumi.ResourceHook(`${host}: completed`, ({ name, newOutputs }) =>
      mustHaveSucceeded(name, newOutputs?.name, newOutputs?.exitCode),
    ),
  };
}

function mustHaveSucceeded(path: string, container: string, exitCode: number | undefined): void {
  if (exitCode === 0) return;
  throw new ProblemError([
    {
      path,
      expected: `container ${container} to end with exit code 0`,
      found: `exit code ${exitCode}`,
      remedy: `see why with: docker logs ${container}`,
    },
  ]);
}
