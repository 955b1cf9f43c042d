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
  /** Names that he has with other providers of logins. */
  readonly identities?: readonly { readonly provider: string; readonly extern_uid: string }[];
}

/** A secret that lets somebody in. Only its digest is kept. */
export interface Token extends Row {
  readonly kind: "personal" | "project" | "group" | "deploy" | "job";
  readonly digest: string;
  /** Whom it acts for; 0 for a deploy token. */
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
  /** What a client set and only reads back. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface Project extends Row {
  readonly name: string;
  readonly path: string;
  readonly full_path: string;
  /** Where it was before; the newest first. */
  readonly former_paths?: readonly string[];
  /** The group it is in, or null in a user's namespace. */
  readonly group_id: number | null;
  /** The user whose namespace it is in. */
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
