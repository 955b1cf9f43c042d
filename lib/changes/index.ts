/** Turns Pulumi's preview into changes of compose files and GitLab, as data. Reads no files and asks no engine. */

export type { PolicyResult } from "../policy/index.ts";
export { changeLines, runPolicyLines, summary } from "./changes-table.ts";
export { aligned } from "./columns.ts";
export { composeKey } from "./compose-words.ts";
export { type FileTexts, noTexts } from "./file-changes.ts";
export { gitlabIdentity, isGitLab } from "./gitlab-identity.ts";
export { gitlabWord } from "./gitlab-words.ts";
export { destruction } from "./held-data.ts";
export { differingInputs } from "./inputs.ts";
export type * from "./model.ts";
export { partOfStack, type StackPart } from "./part.ts";
export { comesOrGoes, contentText } from "./project-content.ts";
export { Progress } from "./run-progress.ts";
export { stacksOf, stageChanges } from "./stage-changes.ts";
export { type Deed, deedOf } from "./things.ts";
export { losses } from "./warnings.ts";
