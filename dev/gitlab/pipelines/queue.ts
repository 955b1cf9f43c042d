import type { Context, PushEvent } from "../context.ts";
import { readCommit } from "../git/commits.ts";
import { findCommit, zeroId } from "../git/refs.ts";
import { repositoryPlace } from "../projects/repository.ts";
import type { PipelineRequest, PipelineVariable } from "../store/pipelines.ts";
import { createPipeline } from "./create.ts";
import { sealVariables } from "./known.ts";

/** Creates the pipelines of pushes, schedules and merge requests, one at a time for each project. */
export class PipelineQueue {
  readonly #context: Context;
  readonly #busy = new Set<number>();
  readonly #atOnce: number;
  #closed = false;

  constructor(context: Context, atOnce = 2) {
    this.#context = context;
    this.#atOnce = atOnce;
  }

  /** Stores a request, and handles it soon. */
  add(request: Omit<PipelineRequest, "id">): void {
    this.#context.store.pipelineRequests.insert(request);
    setImmediate(() => this.run());
  }

  /** Begins with the waiting requests, including those from before a restart. */
  run(): void {
    if (this.#closed) return;
    for (const request of this.#context.store.pipelineRequests.all()) {
      if (this.#busy.size >= this.#atOnce) return;
      if (this.#busy.has(request.project_id)) continue;
      this.#busy.add(request.project_id);
      void this.#handle(request).finally(() => {
        this.#busy.delete(request.project_id);
        this.run();
      });
    }
  }

  close(): void {
    this.#closed = true;
  }

  async #handle({ id, ...request }: PipelineRequest): Promise<void> {
    const context = this.#context;
    const { store } = context;
    const done = () => {
      if (!this.#closed) store.pipelineRequests.remove(id);
    };
    try {
      const repository = repositoryPlace(context, { id: request.project_id });
      const sha = store.projects.get(request.project_id) && (await findCommit(repository, request.sha));
      if (!sha) return done();
      const says = /\[(ci skip|skip ci)\]/i.test((await readCommit(repository, sha)).message);
      const skip = request.skip || (says && request.source !== "schedule");
      const made = await createPipeline(context, { ...request, sha, skip }, { keepsFaults: true, done });
      if ("refused" in made) context.log(`no pipeline for ${request.ref}: ${made.refused.join("; ")}`);
    } catch (error) {
      if (this.#closed) return;
      context.log(`pipeline for ${request.ref} failed: ${(error as Error).stack}`);
      done();
    }
  }
}

/** The pipeline that a change of a ref requests; undefined if it requests none. */
export function pushRequest(
  context: Pick<Context, "seal">,
  event: PushEvent,
): Omit<PipelineRequest, "id"> | undefined {
  const { projectId, userId, ref, before, after, options } = event;
  if (after === zeroId || !/^refs\/(heads|tags)\//.test(ref)) return undefined;
  const variables = options
    .map((option) => /^ci\.variable=["']?(\w+)=(.*?)["']?$/s.exec(option))
    .filter((found) => found !== null)
    .map(([, key = "", value = ""]): PipelineVariable => ({ key, value, variable_type: "env_var" }));
  return {
    project_id: projectId,
    user_id: userId,
    ref,
    sha: after,
    before_sha: before,
    source: "push",
    skip: options.includes("ci.skip"),
    merge_request_id: null,
    schedule_id: null,
    sealed_variables: sealVariables(context, variables),
  };
}
