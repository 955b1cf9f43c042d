import type { Row } from "./table.ts";

export interface Release extends Row {
  readonly project_id: number;
  readonly tag: string;
  readonly name: string | null;
  readonly description: string | null;
  /** The commit of the tag. */
  readonly sha: string;
  readonly author_id: number;
  readonly milestone_ids: readonly number[];
  readonly evidences: readonly Evidence[];
  readonly released_at: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A digest of the release at a moment. */
export interface Evidence {
  readonly sha: string;
  readonly collected_at: string;
}

export const linkTypes = ["other", "runbook", "image", "package"] as const;

export interface ReleaseLink extends Row {
  readonly project_id: number;
  readonly release_id: number;
  readonly name: string;
  readonly url: string;
  /** Below the release's page: `/bin/tool`. */
  readonly filepath: string | null;
  readonly link_type: (typeof linkTypes)[number];
}
