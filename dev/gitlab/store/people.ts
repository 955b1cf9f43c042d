import type { Row } from "./table.ts";

export interface User extends Row {
  readonly username: string;
  readonly name: string;
  readonly email: string;
  readonly state: "active" | "blocked" | "banned";
  readonly is_admin: boolean;
  /** Acts for a project's or a group's access token. */
  readonly bot: boolean;
  readonly created_at: string;
  /** The user's names at other login providers. */
  readonly identities?: readonly { readonly provider: string; readonly extern_uid: string }[];
}

/** A secret that gives access. Only its digest is stored. */
export interface Token extends Row {
  readonly kind: "personal" | "project" | "group" | "deploy" | "job";
  readonly digest: string;
  /** The user for whom it acts; 0 for a deploy token. */
  readonly user_id: number;
  /** Of a project's access or deploy token, or of a job's. */
  readonly project_id: number | null;
  readonly group_id: number | null;
  readonly job_id: number | null;
  readonly name: string;
  readonly description: string | null;
  /** Of a deploy token. */
  readonly username: string | null;
  readonly scopes: readonly string[];
  readonly access_level: number;
  readonly revoked: boolean;
  readonly created_at: string;
  readonly last_used_at: string | null;
  /** A day for access tokens, a moment for deploy tokens. */
  readonly expires_at: string | null;
}

export type Visibility = "private" | "internal" | "public";

export interface Group extends Row {
  readonly name: string;
  readonly path: string;
  readonly full_path: string;
  readonly parent_id: number | null;
  readonly visibility: Visibility;
  readonly description: string;
  readonly created_at: string;
  /** Day on which its deletion was asked for. */
  readonly marked_for_deletion_on: string | null;
  /** Fields that a client sets and reads back, without an effect. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface Project extends Row {
  readonly name: string;
  readonly path: string;
  readonly full_path: string;
  /** Its earlier paths, the newest first. */
  readonly former_paths?: readonly string[];
  /** Its group, or null in a user's namespace. */
  readonly group_id: number | null;
  /** The user of its namespace. */
  readonly owner_id: number | null;
  readonly creator_id: number;
  readonly visibility: Visibility;
  readonly description: string | null;
  readonly default_branch: string;
  /** False until the first branch appears. */
  readonly has_branch: boolean;
  readonly archived: boolean;
  readonly topics: readonly string[];
  readonly created_at: string;
  readonly last_activity_at: string;
  readonly marked_for_deletion_on: string | null;
  /** What a client set, over the defaults of `projectOptions`. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface Member extends Row {
  readonly source: "project" | "group";
  readonly source_id: number;
  readonly user_id: number;
  readonly access_level: number;
  readonly created_at: string;
  readonly created_by: number;
  readonly expires_at: string | null;
}
