/** True if a stage's lock decides which images run. @param written the setting; default: auto */
export function isLocked(stage: string, written: unknown = "auto"): boolean {
  return written === "auto" ? stage === "prod" : written === true || written === "true";
}
