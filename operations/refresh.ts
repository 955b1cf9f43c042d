import { demand } from "./pulumi.ts";

/** What `pulumi refresh --preview-only --json` prints, the part that is used here. */
export interface RefreshPreview {
  readonly steps: readonly Step[];
}

export interface Step {
  /** `refresh` (as it was recorded), `update` (changed) or `delete` (gone). */
  readonly op: string;
  readonly urn: string;
  readonly oldState?: ResourceState;
  readonly newState?: ResourceState | null;
  /** By property path. */
  readonly detailedDiff?: Readonly<Record<string, unknown>> | null;
}

export interface ResourceState {
  readonly type: string;
  readonly parent?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** Reads every resource of a stage afresh; neither the stage nor its state changes. @throws CommandError */
export async function previewRefresh(stage: string): Promise<RefreshPreview> {
  return JSON.parse(await demand(stage, "refresh", "--preview-only", "--json")) as RefreshPreview;
}
