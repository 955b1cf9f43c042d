import type { Context } from "../context.ts";
import { zeroId } from "../git/refs.ts";
import { next } from "../projects/cron.ts";
import type { PipelineRequest } from "../store/pipelines.ts";
import type { Schedule } from "../store/settings.ts";
import { sealVariables } from "./known.ts";

/** The pipeline of a schedule. @param userId the user who plays it; default: its owner */
export function scheduleRequest(
  context: Context,
  schedule: Schedule,
  userId = schedule.owner_id,
): Omit<PipelineRequest, "id"> {
  const variables = context.store.scheduleVariables.all({ schedule_id: schedule.id });
  const given = variables.map(({ key, sealed_value, variable_type }) => ({
    key,
    value: context.seal.open(sealed_value),
    variable_type,
  }));
  return {
    project_id: schedule.project_id,
    user_id: userId,
    ref: schedule.ref,
    sha: schedule.ref,
    before_sha: zeroId,
    source: "schedule",
    skip: false,
    merge_request_id: null,
    schedule_id: schedule.id,
    sealed_variables: sealVariables(context, given),
    inputs: Object.fromEntries(schedule.inputs.map(({ name, value }) => [name, value])),
  };
}

/** Requests the pipelines of due schedules. Each is requested once, even after a long stop of the server. */
export function runSchedules(context: Context, add: (request: Omit<PipelineRequest, "id">) => void): void {
  const { store } = context;
  const now = context.now();
  for (const schedule of store.schedules.all({ active: true })) {
    const due = schedule.next_run_at;
    if (due !== null && Date.parse(due) > now.getTime()) continue;
    store.transaction(() => {
      const { cron, cron_timezone } = schedule;
      const next_run_at = next(cron, cron_timezone, now)?.toISOString() ?? null;
      store.schedules.update(schedule.id, { next_run_at });
      if (due !== null) add(scheduleRequest(context, schedule));
    });
  }
}
