import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { TestProject } from "./git.ts";
import type { TestGitLab } from "./server.ts";

export interface TakenJob {
  readonly id: number;
  readonly token: string;
}

/** Waits for a pipeline's job and takes it, as a runner of this project does. */
export async function takeJob(gitlab: TestGitLab, { id }: Pick<TestProject, "id">): Promise<TakenJob> {
  const runner = { runner_type: "project_type", project_id: id };
  const { token } = (await gitlab.api("POST", "/user/runners", { json: runner })).body as { token: string };
  for (;;) {
    const asked = await gitlab.api("POST", "/jobs/request", { token: null, json: { token, system_id: "s" } });
    if (asked.status === 201) return asked.body as TakenJob;
    expect(asked.status).toBe(204);
    await sleep(100);
  }
}

/** Says that a job has succeeded. */
export async function finishJob(gitlab: TestGitLab, job: TakenJob, log = ""): Promise<void> {
  if (log !== "") {
    const headers = {
      "job-token": job.token,
      "content-range": `0-${log.length - 1}`,
      "content-type": "text/plain",
    };
    const patch = await gitlab.api("PATCH", `/jobs/${job.id}/trace`, { token: null, headers, body: log });
    expect(patch.status).toBe(202);
  }
  const done = { token: job.token, state: "success", exit_code: 0 };
  const put = await gitlab.api("PUT", `/jobs/${job.id}`, { token: null, json: done });
  expect(put.status).toBe(200);
}
