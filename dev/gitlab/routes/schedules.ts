import { type Context, timestamp } from "../context.ts";
import { scheduleDetails, scheduleEntity } from "../entities/schedule.ts";
import { findRef } from "../git/refs.ts";
import { level, projectOf, signedIn } from "../http/access.ts";
import { forbidden, invalid, notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { anything, filled, flag, given, hashes, oneOf, optional, text } from "../http/params.ts";
import { type Call, type Route, route } from "../http/route.ts";
import { cronFaults, next } from "../projects/cron.ts";
import { refuseFaults } from "../projects/names.ts";
import { repositoryOf } from "../repositories/repository.ts";
import type { Project } from "../store/people.ts";
import type { Schedule } from "../store/settings.ts";

const base = "/projects/:id/pipeline_schedules";
const inputs = optional(hashes({ name: filled(), value: anything() }));

export const scheduleRoutes: readonly Route[] = [
  route("GET", base, { params: { scope: optional(oneOf("active", "inactive")) } }, (call) => {
    const project_id = projectOf(call, level.reporter).id;
    const { scope } = call.params;
    const active = scope === undefined ? undefined : scope === "active";
    const found = call.context.store.schedules.all({ project_id, ...given({ active }) });
    return paginate(call, found, (each) => scheduleEntity(call.context, each, call.origin));
  }),
  route("GET", `${base}/:schedule_id`, {}, (call) => details(call, scheduleOf(call, level.reporter))),
  route(
    "POST",
    base,
    {
      params: {
        description: filled(),
        ref: filled(),
        cron: filled(),
        cron_timezone: optional(text()),
        active: optional(flag()),
        inputs,
      },
    },
    async (call) => {
      const { context } = call;
      const project = projectOf(call, level.developer);
      const { description, cron, cron_timezone = "UTC", active = true, inputs = [] } = call.params;
      refuseFaults(cronFaults(cron, cron_timezone));
      const now = timestamp(context);
      const plan = { cron, cron_timezone, active };
      return details(
        call,
        context.store.schedules.insert({
          project_id: project.id,
          description,
          ref: await fullRef(context, project, call.params.ref),
          ...plan,
          owner_id: signedIn(call).id,
          inputs,
          next_run_at: nextRun(context, plan),
          last_pipeline_id: null,
          created_at: now,
          updated_at: now,
        }),
      );
    },
  ),
  route(
    "PUT",
    `${base}/:schedule_id`,
    {
      params: {
        description: optional(filled()),
        ref: optional(filled()),
        cron: optional(filled()),
        cron_timezone: optional(text()),
        active: optional(flag()),
        inputs,
      },
    },
    async (call) => {
      const { context, params } = call;
      const schedule = ownSchedule(call);
      const { description, cron, cron_timezone, active, inputs } = params;
      const plan = { ...schedule, ...given({ cron, cron_timezone, active }) };
      refuseFaults(cronFaults(plan.cron, plan.cron_timezone));
      const ref = params.ref && (await fullRef(context, projectOf(call), params.ref));
      const change = {
        ...given({ description, cron, cron_timezone, active, inputs, ref }),
        next_run_at: nextRun(context, plan),
        updated_at: timestamp(context),
      };
      return details(call, context.store.schedules.update(schedule.id, change as Partial<Schedule>));
    },
  ),
  route("POST", `${base}/:schedule_id/take_ownership`, {}, (call) => {
    const owner_id = signedIn(call).id;
    const schedule = administered(call);
    return details(call, call.context.store.schedules.update(schedule.id, { owner_id }));
  }),
  route("DELETE", `${base}/:schedule_id`, {}, (call) => {
    const { store } = call.context;
    const { id } = administered(call);
    store.transaction(() => {
      store.scheduleVariables.removeAll({ schedule_id: id });
      store.schedules.remove(id);
    });
  }),
];

/** The schedule in the path, and its project. */
export function scheduleOf(
  call: Call<{ readonly id: string; readonly schedule_id: string }>,
  needed: number,
): Schedule {
  const project = projectOf(call, needed);
  const found = call.context.store.schedules.get(Number(call.params.schedule_id));
  if (found?.project_id !== project.id) throw notFound("Pipeline Schedule");
  return found;
}

type ScheduleCall = Call<{ readonly id: string; readonly schedule_id: string }>;

/** Only the owner of a schedule changes it. */
export function ownSchedule(call: ScheduleCall): Schedule {
  const schedule = scheduleOf(call, level.developer);
  const user = signedIn(call);
  if (schedule.owner_id !== user.id && !user.is_admin) throw forbidden();
  return schedule;
}

/** Its owner, or a maintainer, may remove it or take it over. */
function administered(call: ScheduleCall): Schedule {
  const schedule = scheduleOf(call, level.developer);
  if (schedule.owner_id !== signedIn(call).id) projectOf(call, level.maintainer);
  return schedule;
}

/** The next run of a schedule, in the store's form. */
export function nextRun(
  { now }: Pick<Context, "now">,
  { cron, cron_timezone, active }: Pick<Schedule, "cron" | "cron_timezone" | "active">,
): string | null {
  return active ? (next(cron, cron_timezone, now())?.toISOString() ?? null) : null;
}

/**
 * A short name is completed if one branch or tag has it. A full name may be of a ref that does not exist yet.
 */
async function fullRef(context: Context, project: Project, ref: string): Promise<string> {
  if (/^refs\/(heads|tags)\/./.test(ref)) return ref;
  const repository = await repositoryOf(context, project);
  const names = [`refs/heads/${ref}`, `refs/tags/${ref}`];
  const refs = await Promise.all(names.map((name) => findRef(repository, name)));
  const [only, another] = refs.filter((each) => each !== undefined);
  if (another) throw invalid({ ref: ["is ambiguous"] });
  if (!only) throw invalid({ ref: ["Reference not found"] });
  return only.name;
}

function details(call: Pick<Call, "context" | "origin">, schedule: Schedule) {
  return scheduleDetails(call.context, schedule, call.origin);
}
