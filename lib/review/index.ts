/** What a merge request may change without a maintainer, what its comment says, and whether a saved plan still holds. */

export { type ChangedPath, changedPaths, pathProblems, touchedStacks } from "./changed-paths.ts";
export { outOfDate, reviewCommentText } from "./comment-text.ts";
export { type Draft, draftCounts, draftOf, draftProblems } from "./draft.ts";
export { type Fingerprint, movedLines, planParts, stateParts } from "./fingerprint.ts";
export type * from "./model.ts";
export { type ReviewMark, readReviewMark } from "./review-mark.ts";
export { seal, unseal } from "./sealed-file.ts";
export { parseSettings, settingsProblems } from "./settings.ts";
export { sourceParts } from "./source-files.ts";
