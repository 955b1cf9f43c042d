import type { Problem } from "../problems/index.ts";
import type { PortClaim } from "./ports.ts";
import type {
  ContainerFields,
  ContainerUpdates,
  NetworkAttachment,
  NetworkFields,
  VolumeFields,
} from "./provider-fields.ts";

/**
 * What one stack puts on one engine, as plain data: nothing here needs Pulumi, and `fields` carry the names of
 * the inputs of `@pulumi/docker` 5.2, so that a component passes them on as they are.
 */
export interface StackPlan {
  /** The compose project: `name:` of the file, else the folder's name. */
  readonly project: string;
  readonly networks: readonly NetworkPlan[];
  readonly volumes: readonly VolumePlan[];
  readonly images: readonly ImagePlan[];
  /** In dependency order: a container stands behind all it depends on. */
  readonly containers: readonly ContainerPlan[];
  /** Keys that have no effect on a single engine, one line each: `<file>:<line>:<column>: expose: why`. */
  readonly notes: readonly string[];
  /** Paths of the host that containers are given and where nothing is. Default: none. */
  readonly absent?: readonly AbsentPath[];
}

/** A path of the host where nothing is. */
export interface AbsentPath {
  readonly problem: Problem;
  /** The container would not do what its file says. Else Docker makes an empty folder, perhaps for data to come. */
  readonly isFatal: boolean;
  /** Not of the repository: it is to be on the machine of the engine. */
  readonly isOfHost: boolean;
}

export interface PlanContext {
  readonly stage: string;
  /** The host's name in the settings, not its engine's address. */
  readonly host: string;
  /** The stack's name; default: the name of its folder. */
  readonly stack?: string;
  /** The engine runs on another machine. Default: on this one. */
  readonly isRemote?: boolean;
}

export interface NetworkPlan {
  readonly key: string;
  /** Belongs to somebody else and must exist: nothing is declared. */
  readonly external: boolean;
  readonly fields: NetworkFields;
  /** `<file>:<line>:<column>` of its name, else of its key, else of the file. */
  readonly where: string;
  /** Properties that read back differently from how they are written. Default: none. */
  readonly ignoreChanges?: readonly string[];
  /** What bears its name now, as far as anybody has looked: the network that is declared, or one to be replaced. */
  readonly live?: "declared" | "other";
}

export interface VolumePlan {
  readonly key: string;
  /** Belongs to somebody else and must exist: nothing is declared. */
  readonly external: boolean;
  readonly fields: VolumeFields;
  /** `<file>:<line>:<column>` of its name, else of its key. */
  readonly where: string;
  /** Fields in which it stays as it is on its engine. Default: its labels, which Docker changes on no volume. */
  readonly ignoreChanges?: readonly string[];
  /** What bears its name on its engine is removed, with its data. Default: false. */
  readonly isRenewed?: boolean;
}

/** An image to pull or to build; services with the same reference, platform and build share one. */
export interface ImagePlan {
  readonly key: string;
  readonly reference: string;
  /** `<file>:<line>:<column>` of the first `image` that names it, else of the service that builds it. */
  readonly where: string;
  readonly platform?: string;
  readonly pull: "missing" | "always" | "never";
  /** As the `build` input of `docker.RemoteImage`; paths are absolute, the context's within its `repository` is not. */
  readonly build?: BuildFields;
  /** Where the context is fetched from. Default: it is a folder of this machine. */
  readonly repository?: Repository;
  /** The text of `dockerfile_inline`, to be written into a file that the build names. */
  readonly dockerfile?: string;
  /** sha256 over what the build reads: changes exactly when the image has to be built again. */
  readonly contextHash?: string;
}

/** A state of a git repository. */
export interface Repository {
  readonly url: string;
  /** All 40 digits. */
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
  /** The dependent is restarted when this service is replaced. */
  readonly restart: boolean;
}

export interface ContainerPlan {
  readonly service: string;
  /** 1 to the number of replicas. */
  readonly number: number;
  /** Key of an ImagePlan. */
  readonly image: string;
  readonly networks: readonly { readonly network: string; readonly fields: NetworkAttachment }[];
  readonly dependsOn: readonly Dependency[];
  /** Namespaces of another container, which Docker keeps by id: the fields' values are left to the component. */
  readonly shares: readonly { readonly field: SharedNamespace; readonly service: string }[];
  /** Volumes of other services (`volumes_from`), to be added to `fields.volumes` by container id. */
  readonly volumesFrom: readonly { readonly service: string; readonly readOnly: boolean }[];
  /** A dependent waits for its health, so it must have a healthcheck. Default: false. */
  readonly healthAwaited?: boolean;
  /** A dependent waits for its successful end. */
  readonly runsToCompletion: boolean;
  readonly fields: ContainerFields;
  /** Other values of its config-hash label that mean the same: the order of mounts says nothing. Default: none. */
  readonly sameHashes?: readonly string[];
  /** Labels of the container that bears its name now, as far as anybody has looked. */
  readonly live?: Readonly<Record<string, string>>;
  /** Where `fields` has labels of the living container: what they become if another image replaces it. Default: none. */
  readonly labelsAnew?: Readonly<Record<string, string>>;
  /** Anonymous volumes of the container before it, to be mounted again when it is made anew. Default: none. */
  readonly inherited?: readonly InheritedVolume[];
  /** A container of an interrupted run keeps those volumes. Default: false. */
  readonly hasKeeper?: boolean;
  /** To be set as soon as it is created. */
  readonly updates?: ContainerUpdates;
  /** A command that has an empty word: it follows the image's entrypoint. Default: none has one. */
  readonly afterEntrypoint?: readonly string[];
  /** Properties that read back differently from how they are written; the config-hash label stands for them. */
  readonly ignoreChanges: readonly string[];
  /** Uploads whose content is a secret, by their place in the container. Default: none. */
  readonly secretFiles?: readonly string[];
  /** Absolute files and folders of the stack that binds name; their contents are part of the config-hash. */
  readonly hostFiles: readonly string[];
  /** Ports with a fixed number on the host. */
  readonly ports: readonly PortClaim[];
  /** What its engine must be new enough for. Default: nothing. */
  readonly needs?: readonly EngineNeed[];
  /** `<file>:<line>:<column>` of its container_name, else of its service. */
  readonly where: string;
}

/** A volume without a name of its own. */
export interface InheritedVolume {
  readonly target: string;
  readonly volume: string;
  /** No file asks for it. */
  readonly isOfImage: boolean;
}

/** Something that not every engine has: keys from a version of its API on, or a runtime. */
export type EngineNeed = { readonly key: string; readonly where: string } & (
  | { readonly api: string }
  | { readonly runtime: string }
);

export type SharedNamespace = "networkMode" | "pidMode" | "ipcMode";
