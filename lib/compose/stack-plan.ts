import type { Problem } from "../problems/index.ts";
import type { PortClaim } from "./ports.ts";
import type {
  ContainerFields,
  ContainerUpdates,
  NetworkAttachment,
  NetworkFields,
  VolumeFields,
} from "./provider-fields.ts";
import type { StackSources } from "./stack-sources.ts";

/**
 * The plan of one stack on one engine, as plain data without Pulumi. `fields` have the names of the inputs of
 * `@pulumi/docker` 5.2, so that a component can pass them on.
 */
export interface StackPlan {
  /** The compose project: `name:` of the file, else the folder's name. */
  readonly project: string;
  readonly networks: readonly NetworkPlan[];
  readonly volumes: readonly VolumePlan[];
  readonly images: readonly ImagePlan[];
  /** In dependency order: a container comes after those that it depends on. */
  readonly containers: readonly ContainerPlan[];
  /** A line for each key without effect on a single engine: `<file>:<line>:<column>: expose: why`. */
  readonly notes: readonly string[];
  /** What it is made of. */
  readonly sources?: StackSources;
  /** Host paths of containers that do not exist. Default: none. */
  readonly absent?: readonly AbsentPath[];
}

/** A host path that does not exist. */
export interface AbsentPath {
  readonly problem: Problem;
  /** True if the container cannot work without it. Otherwise Docker creates an empty folder, perhaps for future data. */
  readonly isFatal: boolean;
  /** True for a path outside the repository, which must exist on the engine's machine. */
  readonly isOfHost: boolean;
}

export interface PlanContext {
  readonly stage: string;
  /** The host's name in the settings. */
  readonly host: string;
  /** The stack's name. Default: the name of its folder. */
  readonly stack?: string;
  /** True if the engine runs on another machine. Default: false. */
  readonly isRemote?: boolean;
}

export interface NetworkPlan {
  readonly key: string;
  /** True if it belongs to somebody else and must exist. It is not declared. */
  readonly external: boolean;
  readonly fields: NetworkFields;
  /** `<file>:<line>:<column>` of its name, its key, or the file. */
  readonly where: string;
  /** Properties that the provider reads back differently from how they are written. Default: none. */
  readonly ignoreChanges?: readonly string[];
  /** The engine's network of that name: as declared, or another one that must be replaced. Undefined if unknown. */
  readonly live?: "declared" | "other";
}

export interface VolumePlan {
  readonly key: string;
  /** True if it belongs to somebody else and must exist. It is not declared. */
  readonly external: boolean;
  readonly fields: VolumeFields;
  /** `<file>:<line>:<column>` of its name or its key. */
  readonly where: string;
  /** Fields that stay as they are on the engine. Default: the labels, which Docker cannot change. */
  readonly ignoreChanges?: readonly string[];
  /** True if the engine's volume of that name is removed with its data first. Default: false. */
  readonly isRenewed?: boolean;
}

/** An image to pull or to build. Services with the same reference, platform and build share it. */
export interface ImagePlan {
  readonly key: string;
  /** As an engine takes it. In a locked stage it has the lock's tag and digest. */
  readonly reference: string;
  /** The reference in the compose file, if the lock has another one. Default: `reference`. */
  readonly written?: string;
  /** `reference` without the lock's digest, for people. Default: `reference`. */
  readonly tagged?: string;
  /** True if the image stays when its tag moves. Default: false. */
  readonly isLocked?: boolean;
  /** `<file>:<line>:<column>` of the first `image` that names it, or of the service that builds it. */
  readonly where: string;
  readonly platform?: string;
  readonly pull: "missing" | "always" | "never";
  /** The `build` input of `docker.RemoteImage`. Paths are absolute, except for a context within a `repository`. */
  readonly build?: BuildFields;
  /** The repository from which the context is fetched. Default: the context is a folder of this machine. */
  readonly repository?: Repository;
  /** The text of `dockerfile_inline`, which is written to a file for the build. */
  readonly dockerfile?: string;
  /** sha256 of everything that the build reads. It changes exactly if the image must be built again. */
  readonly contextHash?: string;
}

/** A commit of a git repository. */
export interface Repository {
  readonly url: string;
  /** The commit's 40 digits. */
  readonly commit: string;
}

export interface BuildFields {
  context: string;
  dockerfile?: string;
  buildArgs?: Record<string, string>;
  target?: string;
  label?: Record<string, string>;
  labels?: Record<string, string>;
  tags?: string[];
  platform?: string;
  cacheFroms?: string[];
  cacheTos?: string[];
  additionalContexts?: string[];
  secrets?: { id: string; src: string }[];
  extraHosts?: string[];
  networkMode?: string;
  shmSize?: number;
  noCache?: boolean;
  pullParent?: boolean;
  provenance?: string;
  sbom?: string;
}

export type DependencyCondition = "service_started" | "service_healthy" | "service_completed_successfully";

export interface Dependency {
  readonly service: string;
  readonly condition: DependencyCondition;
  readonly required: boolean;
  /** True if the dependent is restarted after a replacement of this service. */
  readonly restart: boolean;
}

export interface ContainerPlan {
  readonly service: string;
  /** From 1 to the number of replicas. */
  readonly number: number;
  /** Key of an ImagePlan. */
  readonly image: string;
  readonly networks: readonly { readonly network: string; readonly fields: NetworkAttachment }[];
  readonly dependsOn: readonly Dependency[];
  /** Namespaces of other containers. Docker stores them by container id, so the component sets the fields. */
  readonly shares: readonly { readonly field: SharedNamespace; readonly service: string }[];
  /** Services whose volumes are mounted (`volumes_from`). The component adds them to `fields.volumes` by container id. */
  readonly volumesFrom: readonly { readonly service: string; readonly readOnly: boolean }[];
  /** True if a dependent waits for its health. Then it must have a healthcheck. Default: false. */
  readonly healthAwaited?: boolean;
  /** True if a dependent waits for its successful end. */
  readonly runsToCompletion: boolean;
  readonly fields: ContainerFields;
  /** Other values of the config-hash label with the same meaning, because the order of mounts does not matter. Default: none. */
  readonly sameHashes?: readonly string[];
  /** Labels of the engine's container of that name. Undefined if there is none, or if it is unknown. */
  readonly live?: Readonly<Record<string, string>>;
  /** The image's reference with which that container was created. Undefined if there is none. */
  readonly liveImage?: string;
  /** Why that container is replaced although its file has not changed. Default: it is not replaced. */
  readonly renewal?: string;
  /** If `fields` has labels of the running container: their values for the case that a new image replaces it. Default: none. */
  readonly labelsAnew?: Readonly<Record<string, string>>;
  /** Anonymous volumes of its predecessor that are mounted again. Default: none. */
  readonly inherited?: readonly InheritedVolume[];
  /** True if an interrupted run left a keeper of these volumes. Default: false. */
  readonly hasKeeper?: boolean;
  /** Limits that are set after its creation. */
  readonly updates?: ContainerUpdates;
  /** A command with an empty word, which is appended to the image's entrypoint. Default: undefined. */
  readonly afterEntrypoint?: readonly string[];
  /** Properties that the provider reads back differently from how they are written. The config-hash label covers them. */
  readonly ignoreChanges: readonly string[];
  /** Paths in the container of uploads with secret content. Default: none. */
  readonly secretFiles?: readonly string[];
  /** Absolute paths of bound files and folders of the stack. Their contents are part of the config-hash. */
  readonly hostFiles: readonly string[];
  /** Ports with a fixed host port. */
  readonly ports: readonly PortClaim[];
  /** Features that its engine must have. Default: none. */
  readonly needs?: readonly EngineNeed[];
  /** `<file>:<line>:<column>` of its container_name or its service. */
  readonly where: string;
}

/** The name of a container within its stack: its service, with a number from the second replica on. */
export function instanceName({ service, number }: Pick<ContainerPlan, "service" | "number">): string {
  return number === 1 ? service : `${service}-${number}`;
}

/** The image of a container, as its engine takes it. */
export function imageReference({ images }: StackPlan, { image }: ContainerPlan): string {
  return images.find(({ key }) => key === image)?.reference ?? image;
}

/** The image of a container for people, without the digest of a lock. */
export function shownImage(plan: StackPlan, container: ContainerPlan): string {
  const found = plan.images.find(({ key }) => key === container.image);
  return found?.tagged ?? imageReference(plan, container);
}

/** An anonymous volume that a container takes from its predecessor. */
export interface InheritedVolume {
  readonly target: string;
  readonly volume: string;
  /** True if only the image declares it. */
  readonly isOfImage: boolean;
}

/** A feature that not every engine has: a version of the API, or a runtime. */
export type EngineNeed = { readonly key: string; readonly where: string } & (
  | { readonly api: string }
  | { readonly runtime: string }
);

export type SharedNamespace = "networkMode" | "pidMode" | "ipcMode";
