import type { Context } from "../context.ts";
import { zeroId } from "../git/refs.ts";
import type { Plugin } from "../http/server.ts";
import { runBridges } from "./bridges.ts";
import { start } from "./create.ts";
import { sealVariables } from "./known.ts";
import { PipelineQueue, pushRequest } from "./queue.ts";
import { removeProjectPipelines } from "./remove.ts";
import { runSchedules } from "./schedules.ts";
import { endStuckJobs, expireArtifacts, startDelayedJobs, stopEnvironments } from "./watch.ts";

const second = 1000;

/** Starts and advances pipelines, after events of other parts and by the clock. */
export const pipelinesPlugin: Plugin = async (server, context) => {
  const queue = new PipelineQueue(context);
  const began = context.now();
  const onPush = context.events.on("push", (event) => {
    const request = pushRequest(context, event);
    if (request) queue.add(request);
  });
  onPush.on("merge-request", ({ mergeRequestId }) => addMergeRequest(context, queue, mergeRequestId));
  onPush.on("project-removed", (project) => removeProjectPipelines(context, project));
  await resume(context);
  queue.run();
  const ticks = [
    setInterval(() => guarded(context, () => tick(context, queue, began)), second),
    setInterval(() => guarded(context, () => expireArtifacts(context)), 60 * second),
  ];
  server.addHook("onClose", async () => {
    queue.close();
    for (const each of ticks) clearInterval(each);
  });
};

function tick(context: Context, queue: PipelineQueue, began: Date): void {
  runSchedules(context, (request) => queue.add(request));
  queue.run();
  startDelayedJobs(context);
  endStuckJobs(context, began);
  stopEnvironments(context);
  void guarded(context, () => runBridges(context));
}

async function guarded(context: Context, work: () => void | Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    context.log(`watch failed: ${(error as Error).stack}`);
  }
}

/** Pipelines whose first jobs did not start because the server ended. */
async function resume(context: Context): Promise<void> {
  for (const pipeline of context.store.pipelines.all({ status: "created" })) await start(context, pipeline);
}

function addMergeRequest(context: Context, queue: PipelineQueue, id: number): void {
  const request = context.store.mergeRequests.get(id);
  if (request?.state !== "opened") return;
  queue.add({
    project_id: request.project_id,
    user_id: request.author_id,
    ref: `refs/merge-requests/${request.iid}/head`,
    sha: request.sha,
    before_sha: zeroId,
    source: "merge_request_event",
    skip: false,
    merge_request_id: id,
    schedule_id: null,
    sealed_variables: sealVariables(context, []),
  });
}
