import type { DatabaseSync } from "node:sqlite";
import { documents, type Migration } from "./migrations.ts";
import type {
  Artifact,
  Deployment,
  Job,
  JobTokenAllowance,
  Pipeline,
  PipelineRequest,
  Trigger,
} from "./pipelines.ts";
import { Table } from "./table.ts";

/** Tables of pipelines, jobs and their artifacts. */
export const ciMigrations: readonly Migration[] = [
  {
    name: "ci-1",
    sql: [
      documents("pipelines", ["sha", "status"], [["project_id", "iid"]]),
      documents("jobs", ["project_id", "pipeline_id", "status", "runner_id"]),
      documents("artifacts", ["project_id", "job_id"]),
      documents("pipeline_requests"),
      documents("deployments", ["environment_id", "job_id"], [["project_id", "iid"]]),
    ].join("\n"),
  },
  {
    name: "ci-2",
    sql: "CREATE INDEX pipelines_upstream_job_id ON pipelines (data ->> '$.upstream_job_id');",
  },
  { name: "ci-triggers", sql: documents("triggers", ["project_id", "digest"]) },
  { name: "ci-job-token-scope", sql: documents("job_token_allowances", ["project_id"]) },
];

export function ciTables(database: DatabaseSync) {
  return {
    pipelines: new Table<Pipeline>(database, "pipelines"),
    jobs: new Table<Job>(database, "jobs"),
    artifacts: new Table<Artifact>(database, "artifacts"),
    pipelineRequests: new Table<PipelineRequest>(database, "pipeline_requests"),
    jobTokenAllowances: new Table<JobTokenAllowance>(database, "job_token_allowances"),
    triggers: new Table<Trigger>(database, "triggers"),
    deployments: new Table<Deployment>(database, "deployments"),
  };
}
