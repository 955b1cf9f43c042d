/**
 * Marks every container, network and volume of a stage: what lacks it is not ours. What carries it can still be that
 * of another state with a stage of the same name, which the incarnation tells.
 */
export const stageLabel = "smallboat.stage";
/**
 * `<owner>.<life>`: whose it is, and which of its lives it is. What an older version made has no owner in it, and its
 * volumes have no such label.
 */
export const incarnationLabel = "smallboat.incarnation";
/** `<host>/<stack>` of a container. */
export const stackLabel = "smallboat.stack";
/** Set by Docker Compose, and by us, to the name of the stack. */
export const composeProjectLabel = "com.docker.compose.project";
/** Likewise to the key of a volume in its file. */
export const composeVolumeLabel = "com.docker.compose.volume";
/** Likewise to the id of a container's image. */
export const imageIdLabel = "com.docker.compose.image";
/** Paths of the files that are put into a container before it starts, as JSON: what `docker inspect` does not know. */
export const uploadsLabel = "smallboat.uploads";
/**
 * Marks a container that was brought back, with the time: not what Pulumi's state says, so the next run replaces it.
 */
export const restoredLabel = "smallboat.restored";
/** Of an image that a stage builds: the hash of all that it is built from. */
export const buildLabel = "smallboat.context";
/** Marks a container that never runs: it keeps the anonymous volumes of the one that this names. */
export const keeperLabel = "smallboat.keeps";

export type Labels = Readonly<Record<string, string>>;

/** The `filters` parameter that lists only what carries the label of a stage. Good for looking, not for removing. */
export function ofStage(stage: string): string {
  return JSON.stringify({ label: [`${stageLabel}=${stage}`] });
}

/** The `filters` parameter that lists only what Docker Compose made for a project, or we in its manner. */
export function ofProject(project: string): string {
  return JSON.stringify({ label: [`${composeProjectLabel}=${project}`] });
}

/** The `filters` parameter that lists the volumes with the label of a stage which no container uses. */
export function unusedOfStage(stage: string): string {
  return JSON.stringify({ label: [`${stageLabel}=${stage}`], dangling: ["true"] });
}
