import { ResourceHook, type ResourceHookArgs } from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { type HostHooks, hostHooks } from "../../../components/hooks.ts";
import { Rollouts } from "../../../components/Rollouts.ts";
import { connect } from "../../../engine/client.ts";
import { ProblemError } from "../../../problems/index.ts";
import { record } from "./recording.ts";

/** What a hook has against a container, as lines; nothing where it lets it pass. */
async function objections(
  hook: "completed" | "container" | "network" | "serving",
  facts: Partial<ResourceHookArgs>,
): Promise<string[]> {
  let hooks: HostHooks | undefined;
  await record(() => {
    const engine = connect("unix:///nonexistent/docker.sock");
    hooks = hostHooks("h", { stage: "dev" }, engine, new Rollouts(engine, { stage: "dev" }));
  });
  expect(hooks?.[hook]).toBeInstanceOf(ResourceHook);
  try {
    await hooks?.[hook].callback({ name: "h/s/job", ...facts } as ResourceHookArgs);
    return [];
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.message.split("\n");
  }
}

test.each([
  [{ name: "s-job-1", exitCode: 0 }, []],
  [
    { name: "s-job-1", exitCode: 3 },
    [
      "h/s/job: expected container s-job-1 to end with exit code 0, found exit code 3; " +
        "see why with: docker logs s-job-1",
    ],
  ],
])("a one-shot container must end well: %j", async (newOutputs, want) => {
  expect(await objections("completed", { newOutputs })).toEqual(want);
});

test.each(["container", "network"] as const)(
  "an engine that fails while a %s is made is told of",
  async (hook) => {
    expect(await objections(hook, { newInputs: { name: "s-job-1" } })).toEqual([
      "h/s/job: expected a Docker engine at unix:///nonexistent/docker.sock, " +
        'found "connect ENOENT /nonexistent/docker.sock"; ' +
        'start Docker ("make setup" does on Debian and Ubuntu), or correct the address',
    ]);
  },
);
