import type { Context } from "../context.ts";
import type { Schedule, ScheduleVariable } from "../store/settings.ts";
import { userEntity } from "./user.ts";

export function scheduleEntity({ store }: Context, schedule: Schedule, origin: string) {
  const owner = store.users.get(schedule.owner_id);
  return {
    id: schedule.id,
    description: schedule.description,
    ref: schedule.ref,
    cron: schedule.cron,
    cron_timezone: schedule.cron_timezone,
    next_run_at: schedule.next_run_at,
    active: schedule.active,
    created_at: schedule.created_at,
    updated_at: schedule.updated_at,
    owner: owner ? userEntity(owner, origin) : null,
  };
}

/** @param schedule with its variables, whose values its owner may read */
export function scheduleDetails(context: Context, schedule: Schedule, origin: string) {
  const { store } = context;
  const last =
    schedule.last_pipeline_id === null ? undefined : store.pipelines.get(schedule.last_pipeline_id);
  return {
    ...scheduleEntity(context, schedule, origin),
    last_pipeline: last ? { id: last.id, sha: last.sha, ref: last.ref, status: last.status } : null,
    variables: store.scheduleVariables
      .all({ schedule_id: schedule.id })
      .map((variable) => scheduleVariableEntity(context, variable)),
    inputs: schedule.inputs,
  };
}

export function scheduleVariableEntity({ seal }: Context, variable: ScheduleVariable) {
  const { key, sealed_value, variable_type, raw } = variable;
  return { variable_type, key, value: seal.open(sealed_value), raw };
}
