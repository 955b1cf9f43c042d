import { expect, test } from "vitest";
import { reapAtEnd } from "../../support/reaped.ts";
import { docker } from "./container.ts";
import { pair } from "./pair.ts";

const timeout = 240_000;
const services = [{ name: "nginx:1.26", alias: "web" }];
const long = { script: ["echo begun", "sleep 300", "echo not reached"], services };

test.concurrent("a cancelled job ends at once, after its after_script, and leaves nothing", {
  timeout,
}, async (context) => {
  const { gitlab, runner } = await pair(context, { docker: 'volumes = ["/certs/client"]' });
  const artifacts = [{ paths: ["folder"], when: "always" as const }];
  const job = gitlab.give({ ...long, artifacts, afterScript: ['echo "it was $CI_JOB_STATUS"'] });
  await job.says("\nbegun");
  const id = await runner.systemId();
  // Job, service; network; sources, files, shared folder.
  expect((await runner.leftOvers(id)).length).toBe(6);
  job.status = "canceling";
  await job.ended(30);
  expect(job.final).toMatchObject({ state: "failed", failure_reason: "job_canceled" });
  expect(job.text()).toMatch(/it was canceled\n[\s\S]*ERROR: Job failed: canceled\n$/);
  expect(job.text()).not.toMatch(/^not reached/m);
  expect(job.uploads).toEqual([]);
  expect(await runner.leftOvers(id)).toEqual([]);
});

test.concurrent("a job that GitLab has canceled for good is dropped without a message", {
  timeout,
}, async (context) => {
  const { gitlab, runner } = await pair(context);
  const job = gitlab.give({ ...long, afterScript: ["echo after"] });
  await job.says("\nbegun");
  job.status = "canceled";
  const id = await runner.systemId();
  await expect.poll(() => runner.leftOvers(id), { timeout: 60_000, interval: 1000 }).toEqual([]);
  expect([job.final, job.text().includes("\nafter\n")]).toEqual([undefined, false]);
});

test.concurrent("a job that takes too long ends, with after_script and artifacts", {
  timeout,
}, async (context) => {
  const { gitlab, runner } = await pair(context);
  const whole = gitlab.give({
    ...{ script: ["echo kept > kept.txt", "sleep 300"], runner_info: { timeout: 75 } },
    artifacts: [{ paths: ["kept.txt"], when: "on_failure" }],
    afterScript: ['echo "it was $CI_JOB_STATUS"'],
  });
  const part = gitlab.give({
    script: ["sleep 300"],
    variables: [
      { key: "RUNNER_SCRIPT_TIMEOUT", value: "2s" },
      { key: "RUNNER_AFTER_SCRIPT_TIMEOUT", value: "2s" },
    ],
    afterScript: ["echo after", "sleep 300"],
  });
  await Promise.all([whole.ended(), part.ended()]);
  expect(whole.final).toMatchObject({ state: "failed", failure_reason: "job_execution_timeout" });
  expect(whole.text()).toMatch(
    /it was failed\n[\s\S]*ERROR: Job failed: execution took longer than 75 seconds/,
  );
  expect(whole.uploads.length).toBe(1);
  expect(part.final).toMatchObject({ state: "failed", failure_reason: "job_execution_timeout" });
  expect(part.text()).toMatch(/\nafter\n[\s\S]*after_script took longer than 2 s/);
  expect(await runner.leftOvers(await runner.systemId())).toEqual([]);
});

test.concurrent("a runner that was killed removes its left-overs, and goes on", {
  timeout,
}, async (context) => {
  const { gitlab, runner } = await pair(context);
  const job = gitlab.give(long);
  await job.says("\nbegun");
  const id = await runner.systemId();
  await runner.kill();
  expect((await runner.leftOvers(id)).length).toBeGreaterThan(3);
  await runner.run();
  const next = gitlab.give({ script: ["echo next"] });
  await next.ended();
  expect([next.final?.state, next.takenBy, await runner.leftOvers(id)]).toEqual(["success", id, []]);
});

test.concurrent("nothing of a job is left when the test of its runner ends", { timeout }, async (context) => {
  const { gitlab, runner } = await pair(context);
  const job = gitlab.give(long);
  await job.says("\nbegun");
  const id = await runner.systemId();
  expect((await runner.leftOvers(id)).length).toBeGreaterThan(3);
  await reapAtEnd(runner.name)();
  expect(await runner.leftOvers(id)).toEqual([]);
});

test.concurrent("a stopped runner fails its jobs, and one with SIGQUIT finishes them first", {
  timeout,
}, async (context) => {
  const { gitlab, runner } = await pair(context);
  const job = gitlab.give(long);
  await job.says("\nbegun");
  const id = await runner.systemId();
  await docker("stop", "--time=30", runner.name);
  expect(job.final).toMatchObject({ state: "failed", failure_reason: "runner_system_failure" });
  expect(await docker("inspect", "--format={{.State.ExitCode}}", runner.name)).toBe("0");
  expect(await runner.leftOvers(id)).toEqual([]);
  await docker("start", runner.name);
  const last = gitlab.give({ script: ["echo begun", "sleep 5", "echo reached"] });
  await last.says("\nbegun");
  await docker("kill", "--signal=QUIT", runner.name);
  const after = gitlab.give({ script: ["true"] });
  await last.ended();
  await docker("wait", runner.name);
  expect([last.final?.state, after.takenBy]).toEqual(["success", ""]);
});
