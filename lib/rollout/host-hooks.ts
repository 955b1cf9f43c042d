import * as pulumi from "@pulumi/pulumi";
import type { Engine } from "../docker/client.ts";
import { removeLeftover, removeLeftoverNetwork } from "../docker/leftovers.ts";
import { composeIdentity, type Owner } from "../docker/ownership.ts";
import { ProblemError, problemLine } from "../problems/index.ts";
import { seeLogs } from "./failure-problem.ts";
import { replacementBarrier } from "./replacement-barrier.ts";
import type { Rollouts } from "./rollouts.ts";

/** What happens on an engine just before or after Pulumi's own step. */
export interface HostHooks {
  /** Before a container, a network is created: the remainder of an interrupted run goes. */
  readonly container: pulumi.ResourceHook;
  readonly network: pulumi.ResourceHook;
  /** After a one-shot container was created, and so has ended: it must have ended well. */
  readonly completed: pulumi.ResourceHook;
  /** After a container was created: it must serve. */
  readonly serving: pulumi.ResourceHook;
  /** A container could not be created: the one that it was to replace comes back. */
  readonly refused: pulumi.ErrorHook;
  /** A network could not be created: neither can the containers that went with the one before. */
  readonly stranding: pulumi.ErrorHook;
  /** Something else could not be created: containers that are being replaced are waited for. */
  readonly failing: pulumi.ErrorHook;
}

/** @param adopted ids of stacks of which what Docker Compose made is the stage's own */
export function hostHooks(
  host: string,
  owner: Owner,
  engine: Engine,
  rollouts: Rollouts,
  adopted: readonly string[] = [],
): HostHooks {
  const clearing = (kind: string, clear: typeof removeLeftover) =>
    new pulumi.ResourceHook(`${host}: left-over ${kind}`, async ({ name: where, newInputs }) => {
      const isAdopted = adopted.some((stack) => where.startsWith(`${stack}/`));
      const labels = isAdopted && Array.isArray(newInputs?.labels) ? newInputs.labels : undefined;
      return clear(
        engine,
        { name: newInputs?.name, where, adopts: labels && composeIdentity(labels) },
        owner,
      );
    });
  return {
    container: clearing("container", (engine, claim, owner) =>
      removeLeftover(engine, claim, owner).catch(async (error) => {
        await rollouts.refused(claim.where, claim.name).catch(() => {});
        throw error;
      }),
    ),
    network: clearing("network", (engine, claim, owner) =>
      removeLeftoverNetwork(engine, claim, owner).catch((error) => {
        rollouts.stranded(claim.name);
        return replacementBarrier.fail(error);
      }),
    ),
    completed: new pulumi.ResourceHook(`${host}: completed`, ({ name, newOutputs }) =>
      mustHaveSucceeded(name, newOutputs?.name, newOutputs?.exitCode),
    ),
    serving: new pulumi.ResourceHook(`${host}: serving`, ({ name: where, id, newInputs }) =>
      rollouts.created(where, newInputs?.name, id),
    ),
    refused: new pulumi.ErrorHook(
      `${host}: refused`,
      async ({ name: where, newInputs, failedOperation: failed, errors }) => {
        if (failed === "create" && isEnginesOwn(errors)) {
          await removeLeftover(engine, { name: newInputs?.name, where }, owner);
          return true;
        }
        const taken = await rollouts.portProblems(newInputs?.name, errors[0] ?? "");
        for (const problem of taken) await pulumi.log.error(problemLine(problem));
        const isBack = failed === "create" && (await rollouts.refused(where, newInputs?.name));
        if (isBack) await pulumi.log.warn(`${where}: the container before it serves again`);
        return false;
      },
    ),
    stranding: new pulumi.ErrorHook(`${host}: stranding`, async ({ newInputs }) => {
      rollouts.stranded(newInputs?.name);
      await replacementBarrier.close();
      return false;
    }),
    failing: new pulumi.ErrorHook(`${host}: failing`, async () => {
      await replacementBarrier.close();
      return false;
    }),
  };
}

/**
 * An engine that died while it started a container still finds that start under the container's id; the same container
 * under another id starts. Once: what fails again has another reason.
 * @param errors newest first
 */
function isEnginesOwn(errors: readonly string[]): boolean {
  return errors.length === 1 && /task \S+ already exists/.test(errors[0] ?? "");
}

async function mustHaveSucceeded(path: string, container: string, exitCode?: number): Promise<void> {
  if (exitCode === 0) return;
  const problem = {
    path,
    expected: `container ${container} to end with exit code 0`,
    found: `exit code ${exitCode}`,
    remedy: seeLogs(container),
  };
  await replacementBarrier.fail(new ProblemError([problem]));
}
