/** Turns Pulumi's preview into changes of compose files and GitLab, as data. Reads no files and asks no engine. */

export type { PolicyResult } from "../policy/index.ts";
export { stacksOf, stageChanges } from "./changes.ts";
export { aligned } from "./columns.ts";
export { composeKey } from "./compose-words.ts";
export { type FileTexts, noTexts } from "./files.ts";
export { gitlabIdentity, isGitLab } from "./gitlab-identity.ts";
export { gitlabWord } from "./gitlab-words.ts";
export { destruction } from "./held-data.ts";
export { differingInputs } from "./inputs.ts";
export type * from "./model.ts";
export { partOfStack, type StackPart } from "./part.ts";
export { beginsChange, isReading, Progress } from "./progress.ts";
export { changeLines, runPolicyLines, summary } from "./table.ts";
export { losses } from "./warnings.ts";
