/**
 * The name of the stage, on every container, network and volume of it. A thing without this label is not ours. A thing
 * with it may still belong to a stage of the same name in another state; the incarnation label tells.
 */
export const stageLabel = "smallboat.stage";
/**
 * `<owner>.<life>`: the owner's id, and a value for this creation. Older versions wrote no owner, and no such label on
 * volumes.
 */
export const incarnationLabel = "smallboat.incarnation";
/** `<host>/<stack>` of a container. */
export const stackLabel = "smallboat.stack";
/** The compose project. Docker Compose and this program set it. */
export const composeProjectLabel = "com.docker.compose.project";
/** The key of a volume in its compose file. Docker Compose and this program set it. */
export const composeVolumeLabel = "com.docker.compose.volume";
/** The id of a container's image. Docker Compose and this program set it. */
export const imageIdLabel = "com.docker.compose.image";
/** The hash of everything in a container's compose file. Docker Compose and this program set it. */
export const configHashLabel = "com.docker.compose.config-hash";
/** Paths of the files that are written into a container before it starts, as JSON. `docker inspect` does not show them. */
export const uploadsLabel = "smallboat.uploads";
/**
 * The time at which a container was restored. It is not the container of Pulumi's state, so the next run replaces it.
 */
export const restoredLabel = "smallboat.restored";
/** The hash of a built image's sources. */
export const buildLabel = "smallboat.context";
/** On a container that never runs: the name of the container whose anonymous volumes it keeps. */
export const keeperLabel = "smallboat.keeps";

/** True for a label that Docker Compose or this program sets, and not people. */
export function isToolLabel(name: string): boolean {
  return /^(com\.docker\.compose|smallboat)\./.test(name);
}

export type Labels = Readonly<Record<string, string>>;

/** The `filters` parameter for things with a stage's label. A thing may belong to another state, so do not remove it. */
export function ofStage(stage: string): string {
  return JSON.stringify({ label: [`${stageLabel}=${stage}`] });
}

/** The `filters` parameter for the things of a compose project. */
export function ofProject(project: string): string {
  return JSON.stringify({ label: [`${composeProjectLabel}=${project}`] });
}
