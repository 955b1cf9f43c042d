import { level, signedIn } from "../http/access.ts";
import { type Route, route } from "../http/route.ts";
import { scheduleRequest } from "../pipelines/schedules.ts";
import { scheduleOf } from "./schedules.ts";

/** Runs a schedule now; its pipeline appears within a second or two. */
export const schedulePlayRoutes: readonly Route[] = [
  route("POST", "/projects/:id/pipeline_schedules/:schedule_id/play", {}, (call) => {
    const { context } = call;
    const schedule = scheduleOf(call, level.developer);
    context.store.pipelineRequests.insert(scheduleRequest(context, schedule, signedIn(call).id));
    return { message: "201 Created" };
  }),
];
