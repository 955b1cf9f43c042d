import { branchChanges } from "./branches.ts";
import type { GitLabChange } from "./change.ts";
import { objectChanges } from "./objects.ts";
import { variableChanges } from "./variables.ts";

export { type GitLabHands, handsOf } from "./change.ts";
export { gitlabStage } from "./stage.ts";

export const gitlabChanges: readonly GitLabChange[] = [
  ...variableChanges,
  ...branchChanges,
  ...objectChanges,
];
