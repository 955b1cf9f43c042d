import * as pulumi from "@pulumi/pulumi";
import type { Engine } from "../docker/client.ts";
import { removeLeftover, removeLeftoverNetwork } from "../docker/leftovers.ts";
import { composeIdentity, type Owner } from "../docker/ownership.ts";
import { ProblemError, problemLine } from "../problems/index.ts";
import { seeLogs } from "./failure-problem.ts";
import { replacementBarrier } from "./replacement-barrier.ts";
import type { Rollouts } from "./rollouts.ts";

/** Hooks that run on an engine just before or after Pulumi's own step. */
export interface HostHooks {
  /** Before a container is created: removes what an interrupted run left under its name. */
  readonly container: pulumi.ResourceHook;
  readonly network: pulumi.ResourceHook;
  /** After a container that runs once has ended: fails unless its exit code is 0. */
  readonly completed: pulumi.ResourceHook;
  /** After a container was created: waits until it is ready. */
  readonly serving: pulumi.ResourceHook;
  /** After the creation of a container failed: restores the container that it was to replace. */
  readonly refused: pulumi.ErrorHook;
  /** After the creation of a network failed: ends the wait for the containers that were removed with the old one. */
  readonly stranding: pulumi.ErrorHook;
  /** After the creation of something else failed: waits until every container that is being replaced exists again. */
  readonly failing: pulumi.ErrorHook;
}

/** @param adopted ids of stacks whose containers Docker Compose created and this stage now manages */
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
 * True for a failure that a second attempt mends. An engine that died while it started a container keeps that start
 * under the container's id, and the same container starts under a new id. A second failure has another cause.
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
