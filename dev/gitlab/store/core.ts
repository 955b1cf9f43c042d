import type { DatabaseSync } from "node:sqlite";
import { documents, type Migration } from "./migrations.ts";
import type { Group, Member, Project, Token, User } from "./people.ts";
import type {
  AccessRule,
  Environment,
  Hook,
  Label,
  Runner,
  RunnerManager,
  RunnerProject,
  Schedule,
  ScheduleVariable,
  Variable,
} from "./settings.ts";
import { Table } from "./table.ts";

/** Tables of users, tokens, groups, projects and what is set for them. */
export const coreMigrations: readonly Migration[] = [
  {
    name: "core-1",
    sql: [
      documents("users", [], [["username"]]),
      documents("tokens", ["user_id", "project_id", "group_id", "job_id"], [["digest"]]),
      documents("groups", ["parent_id"], [["full_path"]]),
      documents("projects", ["group_id", "owner_id"], [["full_path"]]),
      documents("members", ["user_id"], [["source", "source_id", "user_id"]]),
      documents("variables", [], [["source", "source_id", "key", "environment_scope"]]),
      documents("protected_branches", [], [["project_id", "name"]]),
      documents("protected_tags", [], [["project_id", "name"]]),
      documents("environments", [], [["project_id", "name"]]),
      documents("hooks", ["project_id"]),
      documents("labels", [], [["source", "source_id", "title"]]),
      documents("runners", [], [["token_digest"]]),
      documents("runner_managers", [], [["runner_id", "system_id"]]),
      documents("runner_projects", ["project_id"], [["runner_id", "project_id"]]),
      documents("schedules", ["project_id", "next_run_at"]),
      documents("schedule_variables", [], [["schedule_id", "key"]]),
    ].join("\n"),
  },
];

export function coreTables(database: DatabaseSync) {
  return {
    users: new Table<User>(database, "users"),
    tokens: new Table<Token>(database, "tokens"),
    groups: new Table<Group>(database, "groups"),
    projects: new Table<Project>(database, "projects"),
    members: new Table<Member>(database, "members"),
    variables: new Table<Variable>(database, "variables"),
    protectedBranches: new Table<AccessRule>(database, "protected_branches"),
    protectedTags: new Table<AccessRule>(database, "protected_tags"),
    environments: new Table<Environment>(database, "environments"),
    hooks: new Table<Hook>(database, "hooks"),
    labels: new Table<Label>(database, "labels"),
    runners: new Table<Runner>(database, "runners"),
    runnerManagers: new Table<RunnerManager>(database, "runner_managers"),
    runnerProjects: new Table<RunnerProject>(database, "runner_projects"),
    schedules: new Table<Schedule>(database, "schedules"),
    scheduleVariables: new Table<ScheduleVariable>(database, "schedule_variables"),
  };
}
