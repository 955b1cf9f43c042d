import { CronExpressionParser } from "cron-parser";
import type { Context } from "../context.ts";
import { zeroId } from "../git/refs.ts";
import type { PipelineRequest } from "../store/pipelines.ts";
import type { Schedule } from "../store/settings.ts";
import { sealVariables } from "./known.ts";

/** When a schedule is next due, strictly after a moment. */
export function nextRun(
  { cron, cron_timezone }: Pick<Schedule, "cron" | "cron_timezone">,
  after: Date,
): string {
  const expression = CronExpressionParser.parse(cron, { currentDate: after, tz: cron_timezone });
  return new Date(expression.next().getTime()).toISOString();
}

/** The pipeline that a schedule asks for. @param userId whoever plays it; default: its owner */
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
  };
}

/** Asks for the pipelines of schedules that are due: once, however long the server was away. */
export function runSchedules(context: Context, add: (request: Omit<PipelineRequest, "id">) => void): void {
  const { store } = context;
  const now = context.now();
  for (const schedule of store.schedules.all({ active: true })) {
    const { next_run_at } = schedule;
    if (next_run_at !== null && Date.parse(next_run_at) > now.getTime()) continue;
    store.transaction(() => {
      store.schedules.update(schedule.id, { next_run_at: nextRun(schedule, now) });
      if (next_run_at !== null) add(scheduleRequest(context, schedule));
    });
  }
}
