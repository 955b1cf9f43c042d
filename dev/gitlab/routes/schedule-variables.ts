import { scheduleVariableEntity } from "../entities/schedule.ts";
import { invalid, notFound } from "../http/errors.ts";
import { filled, given, oneOf, optional, text } from "../http/params.ts";
import { Answer, type Call, type Route, route } from "../http/route.ts";
import { refuseFaults } from "../projects/names.ts";
import type { ScheduleVariable } from "../store/settings.ts";
import { ownSchedule } from "./schedules.ts";

const base = "/projects/:id/pipeline_schedules/:schedule_id/variables";
const variable_type = optional(oneOf("env_var", "file"));

export const scheduleVariableRoutes: readonly Route[] = [
  route("POST", base, { params: { key: filled(), value: text(), variable_type } }, (call) => {
    const { store, seal } = call.context;
    const { id: schedule_id } = ownSchedule(call);
    const { key, value, variable_type = "env_var" } = call.params;
    const isKey = /^[a-zA-Z0-9_]{1,255}$/.test(key);
    refuseFaults({ key: isKey ? [] : ["can contain only letters, digits and '_'."] });
    if (store.scheduleVariables.first({ schedule_id, key })) {
      throw invalid({ variables: [`have duplicate values (${key})`] });
    }
    const row = { schedule_id, key, sealed_value: seal.seal(value), variable_type, raw: false };
    return scheduleVariableEntity(call.context, store.scheduleVariables.insert(row));
  }),
  route("PUT", `${base}/:key`, { params: { value: optional(text()), variable_type } }, (call) => {
    const { store, seal } = call.context;
    const { value, variable_type } = call.params;
    const sealed_value = value === undefined ? undefined : seal.seal(value);
    const change = given({ sealed_value, variable_type });
    return scheduleVariableEntity(call.context, store.scheduleVariables.update(variableOf(call).id, change));
  }),
  route("DELETE", `${base}/:key`, {}, (call) => {
    const variable = variableOf(call);
    call.context.store.scheduleVariables.remove(variable.id);
    return new Answer(202, scheduleVariableEntity(call.context, variable));
  }),
];

function variableOf(
  call: Call<{ readonly id: string; readonly schedule_id: string; readonly key: string }>,
): ScheduleVariable {
  const where = { schedule_id: ownSchedule(call).id, key: call.params.key };
  const found = call.context.store.scheduleVariables.first(where);
  if (!found) throw notFound("Pipeline Schedule Variable");
  return found;
}
