/** Turns answers of engines and GitLab into the report of a stage. Pure: it asks nobody. Imports no Pulumi. */
export { type GitLabFacts, projectStatuses, runnerStatuses } from "./ci.ts";
export { engineReport, type RecordedOnEngine, unreachableEngine } from "./engine-report.ts";
export { extras } from "./extras.ts";
export { finding } from "./finding.ts";
export { gitlabUnanswered } from "./gitlab-fault.ts";
export { gitlabPaths, gitlabReport } from "./gitlab-report.ts";
export { httpCheckCommand, httpCheckResult } from "./http-check.ts";
export type { IgnoreRule } from "./ignore.ts";
export { type Digests, type LookAnswer, noAnswer, type UploadedFile } from "./look-answer.ts";
export type * from "./model.ts";
export { statusCode } from "./not-well.ts";
export { oldRecords } from "./old-records.ts";
export {
  type RecordedGitLab,
  type RecordedParts,
  type RecordedRegistry,
  type RunnerContainer,
  recordedParts,
} from "./recorded-parts.ts";
export { type RecordedThing, recordedThings } from "./recorded-things.ts";
export { reportLines } from "./report-lines.ts";
export { counts, stageReport, verdict } from "./stage-report.ts";
export type * from "./status-model.ts";
export { statusLines } from "./status-table.ts";
export { uploadsOf } from "./uploaded-files.ts";
