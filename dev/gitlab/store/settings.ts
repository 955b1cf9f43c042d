import type { Row } from "./table.ts";

/** A CI variable of a project, of a group, or of the whole server. */
export interface Variable extends Row {
  readonly source: "project" | "group" | "instance";
  /** 0 for the server. */
  readonly source_id: number;
  readonly key: string;
  /** The value, sealed. */
  readonly sealed_value: string;
  readonly variable_type: "env_var" | "file";
  readonly protected: boolean;
  readonly masked: boolean;
  readonly hidden: boolean;
  readonly raw: boolean;
  readonly environment_scope: string;
  readonly description: string | null;
}

/** Who may do what on the refs that a name or pattern matches. */
export interface AccessRule extends Row {
  readonly project_id: number;
  readonly name: string;
  /** Of branches. The levels are those of members; 0 is nobody. */
  readonly push_access_level: number;
  readonly merge_access_level: number;
  readonly allow_force_push: boolean;
  /** Of tags. */
  readonly create_access_level: number;
}

export interface Environment extends Row {
  readonly project_id: number;
  readonly name: string;
  readonly slug: string;
  readonly external_url: string | null;
  readonly state: "available" | "stopping" | "stopped";
  readonly tier: "production" | "staging" | "testing" | "development" | "other";
  readonly description: string | null;
  readonly auto_stop_at: string | null;
  readonly auto_stop_setting: "always" | "with_action";
  readonly created_at: string;
  readonly updated_at: string;
}

export interface Hook extends Row {
  readonly project_id: number;
  readonly url: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly created_at: string;
  readonly sealed_token: string | null;
  /** Only names are shown. Values are sealed. */
  readonly sealed_headers: Readonly<Record<string, string>>;
  readonly sealed_url_variables: Readonly<Record<string, string>>;
  /** `push_events` and the like. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface Label extends Row {
  readonly source: "project" | "group";
  readonly source_id: number;
  readonly title: string;
  readonly color: string;
  readonly description: string | null;
  readonly priority: number | null;
}

export interface Runner extends Row {
  readonly runner_type: "instance_type" | "group_type" | "project_type";
  readonly group_id: number | null;
  readonly token_digest: string;
  readonly creator_id: number;
  readonly description: string | null;
  readonly maintenance_note: string | null;
  readonly paused: boolean;
  readonly locked: boolean;
  readonly run_untagged: boolean;
  readonly tag_list: readonly string[];
  readonly access_level: "not_protected" | "ref_protected";
  readonly maximum_timeout: number | null;
  readonly created_at: string;
  readonly contacted_at: string | null;
}

/** One process of a runner, by its own last description. */
export interface RunnerManager extends Row {
  readonly runner_id: number;
  readonly system_id: string;
  readonly created_at: string;
  readonly contacted_at: string;
  readonly ip_address: string;
  /** `name`, `version`, `revision`, `platform`, `architecture`, `executor`, `config.gpus`. */
  readonly info: Readonly<Record<string, unknown>>;
}

/** A project may use a runner. The first project of a runner owns it. */
export interface RunnerProject extends Row {
  readonly runner_id: number;
  readonly project_id: number;
}

export interface Schedule extends Row {
  readonly project_id: number;
  readonly description: string;
  /** In full: `refs/heads/main`. */
  readonly ref: string;
  readonly cron: string;
  readonly cron_timezone: string;
  readonly active: boolean;
  readonly owner_id: number;
  readonly inputs: readonly { readonly name: string; readonly value: unknown }[];
  readonly next_run_at: string | null;
  readonly last_pipeline_id: number | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface ScheduleVariable extends Row {
  readonly schedule_id: number;
  readonly key: string;
  readonly sealed_value: string;
  readonly variable_type: "env_var" | "file";
  readonly raw: boolean;
}
