import type { PolicyResult } from "../policy/index.ts";

/**
 * What a run would change, in the words of compose files and of GitLab. Terminal, JSON, comment and page show the same
 * data. It holds names and values that anybody may read: never a value of an environment, of a secret, of a CI variable.
 */
export interface StageChanges {
  /** Version of this format. Fields may be added within one. */
  readonly format: 1;
  readonly stage: string;
  /** True if a run would change something. Hosts that do not answer do not count. */
  readonly isChanged: boolean;
  /**
   * Of services, networks, volumes, images, and of what GitLab holds. Volumes and images that the stage no longer uses stay on
   * their hosts, so they count as unchanged.
   */
  readonly counts: Readonly<Record<Action, number>>;
  /** What would be lost, removed, down or left undone. The gravest comes first. */
  readonly warnings: readonly Warning[];
  /** The stage's own servers: registry, PyPI, stand-in for GitLab, runners. Only those with a change. */
  readonly servers: readonly StackChanges[];
  /** By name. Only hosts with a change, and hosts that do not answer. */
  readonly hosts: readonly HostChanges[];
  readonly gitlab: GitLabChanges;
  /** Resources that belong neither to a host nor to GitLab, such as generated passwords. */
  readonly others: readonly Change[];
  /** The program's own messages, in their order. */
  readonly messages: readonly PreviewMessage[];
  /** Broken rules of the stage's policy. Those that stop an update come first. They are not among the messages. */
  readonly policy?: readonly PolicyResult[];
}

/**
 * `update` is in place: what runs goes on. `replace` deletes and creates. `unknown`: its host does not answer, and the
 * run leaves it as it is.
 */
export type Action = "create" | "replace" | "update" | "delete" | "unchanged" | "unknown";

/** Something that changes: a row of the table. */
export interface Change {
  /** Such as `service`, `network`, `volume`, `image`, `project`, `variable`, `protected branch`, `schedule`, `runner`. */
  readonly kind: string;
  /** Its name in the compose file, the settings or GitLab. */
  readonly name: string;
  readonly action: Action;
  /** The most important first. Empty for what is created, deleted or unknown and needs no reason. */
  readonly why: readonly Reason[];
  /** Of a volume: what becomes of its data. One that is deleted from its file is `left` on its host. */
  readonly fate?: DataEffect["fate"];
}

/** Why something changes. */
export interface Reason {
  /** The compose key, the setting or the file that changed, such as `image`, `environment`, `html/index.html`. */
  readonly what: string;
  /** Such as `image nginx:1.26 → 1.27`, `html/index.html changed`, `environment: PORT changed`. */
  readonly text: string;
}

/** The stage's changes on a host. */
export interface HostChanges {
  readonly name: string;
  /** False if it did not answer. Everything on it is `unknown` then. */
  readonly answers: boolean;
  /** Of the host itself, such as its address. */
  readonly changes: readonly Change[];
  /** Images that are pulled or forgotten, which its stacks share. */
  readonly images: readonly Change[];
  /** By name. Only those with a change, and the unknown. */
  readonly stacks: readonly StackChanges[];
}

/** A compose file on a host. */
export interface StackChanges {
  /** `<host>/<stack>`; of a server `registry`, `pypi`, `gitlab`, or `runner/<name>`. */
  readonly id: string;
  /** The host's name. Empty if no resource of the stack tells it. */
  readonly host: string;
  /** `create` or `delete` if that holds for the whole stack. Otherwise `update`, `unchanged` or `unknown`. */
  readonly action: Action;
  readonly services: readonly ServiceChange[];
  /** Networks, volumes, and images that are built. */
  readonly things: readonly Change[];
  /** Files that it names and that changed. */
  readonly files: readonly FileChange[];
  /** How many services, networks, volumes and images of it stay as they are. */
  readonly unchanged: number;
}

export interface ServiceChange extends Change {
  readonly kind: "service";
  /** Containers before and after. */
  readonly replicas: { readonly before: number; readonly after: number };
  readonly effect: Effect;
}

/** What users notice of a change of a service. */
export interface Effect {
  /**
   * `none`: nothing stops. `rolling`: replicas behind a healthcheck are replaced one after another, so one always
   * serves. `short`: it stops, and the new one starts. `starts`: it did not exist. `ends`: it is gone afterwards.
   * `unknown`: its host does not answer.
   */
  readonly interruption: "none" | "rolling" | "short" | "starts" | "ends" | "unknown";
  /** Services of the stack that stop with it, because they share its network or restart with it. */
  readonly dependents: readonly string[];
  readonly data: readonly DataEffect[];
  /** All of it in words, such as `short interruption, of worker too; volume data stays`. */
  readonly text: string;
}

/** What becomes of the data of a volume. */
export interface DataEffect {
  /** Its name; of an anonymous one its place in the container. */
  readonly volume: string;
  readonly isAnonymous: boolean;
  /** `stays`: nothing happens to it. `left`: the stage no longer uses it, and it stays on the host. `new`: it is created, unless its host has it already. `lost`: it is deleted. */
  readonly fate: "stays" | "left" | "new" | "lost";
}

/** A file of a stack's folder that changed since the last run. */
export interface FileChange {
  /** From the root of the repository: `stacks/<host>/<stack>/html/index.html`. */
  readonly path: string;
  readonly action: "create" | "update" | "delete";
  /** The services that name it. For a compose file: its services that change. */
  readonly services: readonly string[];
  /** A unified diff. Undefined if the text must not be shown; `hidden` says why. */
  readonly diff?: string;
  /** `secret`: nobody may read it. `former`: git does not have the text that the last run used. */
  readonly hidden?: "secret" | "binary" | "long" | "former";
}

/** The stage's changes in GitLab. */
export interface GitLabChanges {
  /** The stage's group. */
  readonly group: readonly Change[];
  /** By name. Only those with a change. */
  readonly projects: readonly ProjectChanges[];
  /** Registrations of runners; their containers are among the servers. */
  readonly runners: readonly Change[];
  readonly unchanged: number;
}

export interface ProjectChanges {
  readonly name: string;
  /** Of the project itself. */
  readonly action: Action;
  readonly why: readonly Reason[];
  /** Variables (by name), protected branches and tags, environments, schedules, branches, the pipeline. */
  readonly changes: readonly Change[];
}

/** What a person must know before a run. */
export interface Warning {
  /**
   * `data`: something is deleted that holds data. `removal`: a stack, a service or a project goes. `replacement`:
   * something that holds data is replaced. `interruption`: more than the service itself stops. `unknown`: a host does
   * not answer.
   */
  readonly kind: "data" | "replacement" | "removal" | "interruption" | "unknown";
  /** A stack's id, `gitlab`, or a host's name. */
  readonly place: string;
  /** Such as `volume db-data is deleted with its data`. */
  readonly text: string;
}

/** What the program said in its preview. An error is a problem that stops an update. */
export interface PreviewMessage {
  readonly severity: "error" | "warning" | "info";
  readonly text: string;
}
