/**
 * Marks every container, network and volume of a stage: what lacks it is not ours. What carries it can still be that
 * of another checkout with a stage of the same name.
 */
export const stageLabel = "smallboat.stage";
/** Set by Docker Compose, and by us, to the name of the stack. */
export const composeProjectLabel = "com.docker.compose.project";

export type Labels = Readonly<Record<string, string>>;

/** The `filters` parameter that lists only what carries the label of a stage. Good for looking, not for removing. */
export function ofStage(stage: string): string {
  return JSON.stringify({ label: [`${stageLabel}=${stage}`] });
}

/**
 * The `filters` parameter that lists the volumes of a stage which no container uses. Two checkouts can have a stage
 * of the same name on one engine: what is in use may be the other's.
 */
export function unusedOfStage(stage: string): string {
  return JSON.stringify({ label: [`${stageLabel}=${stage}`], dangling: ["true"] });
}
