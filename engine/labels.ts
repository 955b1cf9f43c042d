/** Marks every container, network and volume of a stage: what carries it is ours, all else is not. */
export const stageLabel = "smallboat.stage";
/** Set by Docker Compose, and by us, to the name of the stack. */
export const composeProjectLabel = "com.docker.compose.project";

export type Labels = Readonly<Record<string, string>>;

/** The `filters` parameter that lists only what belongs to a stage. */
export function ofStage(stage: string): string {
  return JSON.stringify({ label: [`${stageLabel}=${stage}`] });
}
