import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type ErrorHookArgs, ResourceHook, type ResourceHookArgs } from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { connect } from "../../../lib/docker/client.ts";
import { ProblemError } from "../../../lib/problems/index.ts";
import { type HostHooks, hostHooks } from "../../../lib/rollout/host-hooks.ts";
import { Rollouts } from "../../../lib/rollout/rollouts.ts";
import { record } from "../components/recording.ts";

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
])("a one-shot container must end with exit code 0: %j", async (newOutputs, want) => {
  expect(await objections("completed", { newOutputs })).toEqual(want);
});

test("a container whose start an engine remembers from before it died is created again, once", async () => {
  const socket = join(mkdtempSync(join(tmpdir(), "smallboat-unit-")), "docker.sock");
  const asked: string[] = [];
  const empty = createServer(({ method, url }, response) => {
    asked.push(`${method} ${url?.replace(/^\/v[\d.]+/, "")}`);
    response.writeHead(404).end(JSON.stringify({ message: "No such container" }));
  });
  await once(empty.listen(socket), "listening");
  let hooks: HostHooks | undefined;
  await record(() => {
    const engine = connect(`unix://${socket}`);
    hooks = hostHooks("h", { stage: "dev" }, engine, new Rollouts(engine, { stage: "dev" }));
  });
  const error = "Unable to start container: failed to create task: task 4f0e already exists: unknown";
  const retries = (failedOperation: string, ...errors: string[]) =>
    hooks?.refused.callback({
      name: "h/s/web",
      newInputs: { name: "s-web-1" },
      failedOperation,
      errors,
    } as unknown as ErrorHookArgs);
  expect(await retries("create", error)).toBe(true);
  expect(asked).toEqual(["GET /containers/s-web-1/json"]);
  expect(await retries("create", error, error)).toBe(false);
  expect(await retries("create", "no such image")).toBe(false);
  expect(await retries("delete", error)).toBe(false);
  empty.close();
  rmSync(dirname(socket), { recursive: true });
});

test.each(["container", "network"] as const)(
  "an engine that fails while a %s is created is reported",
  async (hook) => {
    expect(await objections(hook, { newInputs: { name: "s-job-1" } })).toEqual([
      "h/s/job: expected a Docker engine at unix:///nonexistent/docker.sock, " +
        'found "connect ENOENT /nonexistent/docker.sock"; ' +
        'start Docker ("make setup" does on Debian and Ubuntu), or correct the address',
    ]);
  },
);
