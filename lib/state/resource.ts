/** A resource in Pulumi's states, previews and plans. Other fields are kept unchanged. */
export interface Resource {
  readonly urn: string;
  readonly type: string;
  /** True for a resource that a provider manages, false for a component. */
  readonly custom?: boolean;
  readonly id?: string;
  readonly parent?: string;
  /** `<urn>::<id>` */
  readonly provider?: string;
  readonly dependencies?: readonly string[];
  readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
  /** The resource whose deletion takes this one with it. */
  readonly deletedWith?: string;
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  readonly additionalSecretOutputs?: readonly string[];
  readonly inputs?: PropertyMap;
  readonly outputs?: PropertyMap;
  /** True if its replacement exists and it waits for its deletion. */
  readonly delete?: boolean;
  /** True if it was deleted and waits for its replacement. */
  readonly pendingReplacement?: boolean;
}

export type PropertyMap = Readonly<Record<string, unknown>>;

/** Type tokens of resources that this program looks for. */
export const types = {
  command: "command:local:Command",
  container: "docker:index/container:Container",
  network: "docker:index/network:Network",
  volume: "docker:index/volume:Volume",
  image: "docker:index/remoteImage:RemoteImage",
  dockerProvider: "pulumi:providers:docker",
  gitlabProvider: "pulumi:providers:gitlab",
  gitlabGroup: "gitlab:index/group:Group",
  gitlabProject: "gitlab:index/project:Project",
  gitlabRunner: "gitlab:index/userRunner:UserRunner",
  gitlabVariable: "gitlab:index/projectVariable:ProjectVariable",
  gitlabScheduleVariable: "gitlab:index/pipelineScheduleVariable:PipelineScheduleVariable",
  host: "smallboat:index:Host",
  hostStack: "smallboat:index:HostStack",
  runner: "smallboat:index:Runner",
  containerRegistry: "smallboat:index:ContainerRegistry",
  stage: "pulumi:pulumi:Stack",
  stash: "pulumi:index:Stash",
  stashProvider: "pulumi:providers:pulumi",
} as const;

/** The logical name in a URN: the part after `urn:pulumi:<stage>::<project>::<types>::`. */
export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** The type in a URN, after those of the components above it, with `$` between them. */
export function typesOf(urn: string): string {
  return urn.split("::")[2] ?? "";
}

/** The type in a URN. */
export function typeOf(urn: string): string {
  return typesOf(urn).split("$").at(-1) ?? "";
}

/** The class in a type token: `Container` of `docker:index/container:Container`. */
export function classOf(type: string): string {
  return type.slice(type.lastIndexOf(":") + 1);
}

/** The word for a thing on an engine, such as `container`. */
export function engineKind(type: string): string {
  return type === types.image ? "image" : classOf(type).toLowerCase();
}

export function isProvider({ type }: Pick<Resource, "type">): boolean {
  return type.startsWith("pulumi:providers:");
}

/** The URN of a resource's provider. */
export function providerOf({ provider }: Pick<Resource, "provider">): string | undefined {
  return provider?.slice(0, provider.lastIndexOf("::"));
}

/** The labels among a Docker resource's inputs or outputs. Empty if they are a secret. */
export function labelsIn({ labels }: PropertyMap = {}): Readonly<Record<string, string>> {
  const list: { label: string; value: string }[] = Array.isArray(labels) ? labels : [];
  return Object.fromEntries(list.map(({ label, value }) => [label, value]));
}

/** The name among a resource's inputs, which its engine or GitLab uses. */
export function inputName({ inputs }: Pick<Resource, "inputs">): string | undefined {
  return typeof inputs?.name === "string" ? inputs.name : undefined;
}
