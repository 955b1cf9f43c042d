import type { JobSpec } from "../pipelines/config/spec.ts";
import type { Status } from "../pipelines/state/status.ts";
import type { Row } from "./table.ts";

export type Source =
  | "push"
  | "schedule"
  | "api"
  | "web"
  | "trigger"
  | "merge_request_event"
  | "parent_pipeline"
  | "pipeline";

export interface Pipeline extends Row {
  readonly project_id: number;
  /** Counts within the project. */
  readonly iid: number;
  /** A branch's or tag's name; of a merge request `refs/merge-requests/1/head`. */
  readonly ref: string;
  readonly tag: boolean;
  readonly sha: string;
  readonly before_sha: string;
  readonly source: Source;
  readonly status: Status;
  readonly name: string | null;
  readonly yaml_errors: string | null;
  readonly user_id: number;
  /** Its ref was protected when it was created. */
  readonly protected: boolean;
  /** A list of `{key, value, variable_type}`, sealed. */
  readonly sealed_variables: string;
  readonly stages: readonly string[];
  readonly auto_cancel: "conservative" | "interruptible" | "none";
  readonly merge_request_id: number | null;
  readonly schedule_id: number | null;
  /** The job of another pipeline that started it. */
  readonly upstream_job_id?: number | null | undefined;
  readonly created_at: string;
  readonly updated_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
}

export interface Job extends Row {
  readonly project_id: number;
  readonly pipeline_id: number;
  readonly name: string;
  readonly stage: string;
  readonly stage_index: number;
  readonly status: Status;
  /** A later attempt has replaced it. */
  readonly retried: boolean;
  /** The number of automatic retries before it. */
  readonly attempts: number;
  readonly allow_failure: boolean;
  readonly spec: JobSpec;
  readonly user_id: number;
  readonly ref: string;
  readonly tag: boolean;
  readonly protected: boolean;
  readonly environment_name: string | null;
  /** Variables of the user who played it, sealed. */
  readonly sealed_variables: string | null;
  /** Lines of its dotenv reports. */
  readonly dotenv: Readonly<Record<string, string>>;
  readonly runner_id: number | null;
  readonly system_id: string | null;
  /** Its time limit in seconds. */
  readonly timeout: number;
  readonly failure_reason: string | null;
  readonly exit_code: number | null;
  readonly coverage: number | null;
  readonly created_at: string;
  readonly queued_at: string | null;
  readonly scheduled_at: string | null;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly erased_at: string | null;
  /** The time of its runner's last call. */
  readonly seen_at: string | null;
}

/** An artifact of a job. Its content is in `artifacts/<job>/<id>`. */
export interface Artifact extends Row {
  readonly project_id: number;
  readonly job_id: number;
  readonly file_type: string;
  readonly file_format: "zip" | "gzip" | "raw";
  readonly filename: string;
  readonly size: number;
  readonly sha256: string;
  readonly expire_at: string | null;
}

export interface Deployment extends Row {
  readonly project_id: number;
  readonly iid: number;
  readonly environment_id: number;
  /** Null if a client made it. */
  readonly job_id: number | null;
  readonly user_id: number;
  readonly ref: string;
  readonly tag: boolean;
  readonly sha: string;
  readonly status: "created" | "running" | "success" | "failed" | "canceled";
  readonly created_at: string;
  readonly updated_at: string;
  readonly finished_at: string | null;
}

/** Jobs of another project, or of a group's projects, may reach a project with their token. */
export interface JobTokenAllowance extends Row {
  readonly project_id: number;
  readonly from_project_id: number | null;
  readonly from_group_id: number | null;
}

/** A requested pipeline that is not created yet. It survives a restart of the server. */
export interface PipelineRequest extends Row {
  readonly project_id: number;
  readonly user_id: number;
  /** In full: `refs/heads/main`, `refs/merge-requests/1/head`. */
  readonly ref: string;
  readonly sha: string;
  readonly before_sha: string;
  readonly source: Source;
  /** The commit message contains `[ci skip]`, or the push had `-o ci.skip`. */
  readonly skip: boolean;
  readonly merge_request_id: number | null;
  readonly schedule_id: number | null;
  /** A list of `PipelineVariable`, sealed. */
  readonly sealed_variables: string;
  /** For `spec:inputs` of the configuration. */
  readonly inputs?: Readonly<Record<string, unknown>> | undefined;
  readonly upstream_job_id?: number | undefined;
}

/** A variable that a person, a schedule or a client gives to a pipeline. */
export interface PipelineVariable {
  readonly key: string;
  readonly value: string;
  readonly variable_type: "env_var" | "file";
}

/** A token that starts pipelines of a project for the one who made it. */
export interface Trigger extends Row {
  readonly project_id: number;
  readonly owner_id: number;
  readonly description: string;
  readonly digest: string;
  /** Its owner may see all of it, others only its first letters. */
  readonly sealed_token: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly last_used: string | null;
}
