import type { Context } from "../context.ts";
import type { Group, Project } from "../store/people.ts";

/** Removes a project and everything that belongs to it. */
export function removeProject(context: Context, project: Project): void {
  const { store, events } = context;
  const project_id = project.id;
  store.transaction(() => {
    events.emit("project-removed", project);
    for (const schedule of store.schedules.all({ project_id })) {
      store.scheduleVariables.removeAll({ schedule_id: schedule.id });
      store.schedules.remove(schedule.id);
    }
    for (const token of store.tokens.all({ project_id, kind: "project" })) store.users.remove(token.user_id);
    for (const { runner_id } of store.runnerProjects.all({ project_id })) {
      store.runnerProjects.removeAll({ runner_id, project_id });
      if (store.runnerProjects.count({ runner_id }) === 0) store.runners.remove(runner_id);
    }
    for (const table of [
      store.tokens,
      store.protectedBranches,
      store.protectedTags,
      store.environments,
      store.hooks,
      store.jobTokenAllowances,
      store.triggers,
    ]) {
      (table as typeof store.hooks).removeAll({ project_id });
    }
    removeSettings(context, "project", project_id);
    store.projects.remove(project_id);
  });
}

/** Removes a group with its subgroups and projects. */
export function removeGroup(context: Context, group: Group): void {
  const { store } = context;
  for (const each of store.groups.all({ parent_id: group.id })) removeGroup(context, each);
  for (const each of store.projects.all({ group_id: group.id })) removeProject(context, each);
  store.transaction(() => {
    for (const token of store.tokens.all({ group_id: group.id, kind: "group" })) {
      store.users.remove(token.user_id);
    }
    removeSettings(context, "group", group.id);
    store.tokens.removeAll({ group_id: group.id });
    store.runners.removeAll({ group_id: group.id });
    store.groups.remove(group.id);
  });
}

function removeSettings({ store }: Context, source: "project" | "group", source_id: number): void {
  store.variables.removeAll({ source, source_id });
  store.members.removeAll({ source, source_id });
  store.labels.removeAll({ source, source_id });
}
