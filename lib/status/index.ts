/** What a look at the world says of a stage. Pure: it asks nobody. Imports no Pulumi. */
export type { EngineAnswer, UploadedFile } from "./engine-look.ts";
export { engineReport, type RecordedOnEngine, silentEngine } from "./engine-report.ts";
export { extras } from "./extras.ts";
export { uploadsOf } from "./files.ts";
export { finding } from "./finding.ts";
export { gitlabPaths, gitlabReport } from "./gitlab.ts";
export type { IgnoreRule } from "./ignore.ts";
export type * from "./model.ts";
export { placeOf, type RecordedThing, recordedThings } from "./recorded-things.ts";
export { reportLines } from "./report-lines.ts";
export { counts, stageReport, verdict } from "./stage-report.ts";
