import type { Context } from "../context.ts";
import { basicLabel } from "../entities/label.ts";
import { milestoneEntity } from "../entities/milestone.ts";
import { webUrl } from "../entities/project.ts";
import { userEntity } from "../entities/user.ts";
import { notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { type Route, route } from "../http/route.ts";
import type { ResourceEvent } from "../store/issues.ts";
import type { Project } from "../store/people.ts";
import { issueKind, type Kind, mergeRequestKind } from "./noteable-call.ts";

const kinds = ["label", "milestone", "state"] as const;

function eventsOf({ path: base, find }: Kind): Route[] {
  return kinds.flatMap((kind) => {
    const path = `${base}/resource_${kind}_events` as const;
    const where = ({ id, type }: Awaited<ReturnType<typeof find>>) => ({
      kind,
      resource_type: type as ResourceEvent["resource_type"],
      resource_id: id ?? 0,
    });
    return [
      route("GET", path, { auth: "anyone" }, async (call) => {
        const noteable = await find(call);
        const events = call.context.store.resourceEvents.all(where(noteable));
        return paginate(call, events, (event) =>
          eventEntity(call.context, noteable.project, event, call.origin),
        );
      }),
      route("GET", `${path}/:event_id`, { auth: "anyone" }, async (call) => {
        const noteable = await find(call);
        const wanted = { ...where(noteable), id: Number(call.params.event_id) };
        const event = call.context.store.resourceEvents.first(wanted);
        if (!event) throw notFound();
        return eventEntity(call.context, noteable.project, event, call.origin);
      }),
    ];
  });
}

/** The history of labels, milestones and states of issues and merge requests. */
export const resourceEventRoutes: readonly Route[] = [...eventsOf(issueKind), ...eventsOf(mergeRequestKind)];

function eventEntity(context: Context, project: Project, event: ResourceEvent, origin: string) {
  const { store } = context;
  const { id, user_id, created_at, resource_type, resource_id, action, state } = event;
  const user = store.users.get(user_id);
  const label = event.label_id === null ? undefined : store.labels.get(event.label_id);
  const milestone = event.milestone_id === null ? undefined : store.milestones.get(event.milestone_id);
  const what = {
    label: { label: label ? basicLabel(label) : null, action },
    milestone: {
      milestone: milestone ? milestoneEntity(milestone, webUrl(project, origin), context.now()) : null,
      action,
    },
    state: { source_commit: null, source_merge_request: null, state },
  };
  return {
    id,
    user: user ? userEntity(user, origin) : null,
    created_at,
    resource_type,
    resource_id,
    ...what[event.kind],
  };
}
