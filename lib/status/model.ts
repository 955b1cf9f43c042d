/** What a look finds out about a stage. `make drift`, `make status`, `make heal` and the stage's issue show the same data. */
export interface StageReport {
  /** Version of this format. Fields may be added within one. */
  readonly format: 1;
  readonly stage: string;
  /** When the look began, in ISO 8601. */
  readonly at: string;
  /** Everything that the stage manages. */
  readonly things: readonly Thing[];
  /** What is not as it was recorded; those with the same cause stand together. */
  readonly findings: readonly Finding[];
  /** Hosts, GitLab and other parts that did not answer. What they hold is `unknown`. */
  readonly unanswered: readonly Unanswered[];
  /** Ignore rules that have no effect: of a thing or field that does not exist, or past their end date. */
  readonly idleRules: readonly IdleRule[];
}

/** What a look finds out at one engine, or at GitLab. */
export type PartialReport = Pick<StageReport, "things" | "findings" | "unanswered">;

/**
 * `in sync`: as it was recorded. `drifted`: somebody or something changed it. `outdated`: as it was recorded, but its tag
 * means another image in the registry now. `unknown`: its host or GitLab did not answer. `not checked`: nobody was asked, or an
 * image's registry did not answer.
 */
export type Sync = "in sync" | "drifted" | "outdated" | "unknown" | "not checked";

/** A job that ended with 0 is healthy. A network, a volume or a GitLab object that exists is healthy. */
export type Health = "healthy" | "starting" | "unhealthy" | "stopped" | "missing" | "unknown";

/** Something that the stage manages. */
export interface Thing {
  /** Names it in ignore rules, findings and links, such as `10.0.0.60/chat web` or `gitlab app variable AFCRED`. */
  readonly address: string;
  /** The component that it belongs to: `<host>/<stack>`, a host, `registry`, `pypi`, `gitlab`, `runner-<name>`, a project. */
  readonly place: string;
  /** Name of its host in the settings. Undefined if it is on no host. */
  readonly host?: string;
  /** `container`, `network`, `volume`, `image`, `project`, `variable`, `branch` … */
  readonly kind: string;
  /** As its engine or GitLab calls it. */
  readonly name: string;
  /** The compose service of a container. */
  readonly service?: string;
  readonly sync: Sync;
  readonly health: Health;
  /** Its own state in its own words, such as `exited with 137`, `offline`, `2 of 3 checks failed`. */
  readonly state?: string;
  /** The resource of the state. */
  readonly urn?: string;
  /** Of a container: what `make status` shows of it. */
  readonly container?: ContainerFacts;
}

export interface ContainerFacts {
  readonly id: string;
  /** The image as the stage declares it. */
  readonly image: string;
  /** `org.opencontainers.image.version` of the image, or its tag. */
  readonly version?: string;
  /** When it started or ended, in ISO 8601. */
  readonly since?: string;
  /** By its restart policy. */
  readonly restarts: number;
  /** When the image was built, in ISO 8601. */
  readonly built?: string;
  /** Published addresses, such as `0.0.0.0:8080->80/tcp`. */
  readonly addresses: readonly string[];
}

/** One difference between what was recorded and what is there. */
export interface Finding {
  /** The same for the same difference in each report: address, field and what was found, hashed. */
  readonly id: string;
  /** Of its thing. An extra has an address of its own, such as `10.0.0.60/chat extra container web-2`. */
  readonly address: string;
  readonly place: string;
  readonly host?: string;
  /** What differs, such as `state`, `existence`, `memory`, `networks`, `image`, `file /etc/app.conf`, `protected`. */
  readonly field: string;
  /** `reported`: seen, and neither drift nor wrong by itself, such as another default of the engine. */
  readonly sync: "drifted" | "outdated" | "reported";
  /** Such as `container stopped (exit code 137)`, `memory 268435456 -> 536870912`. Holds no secret. */
  readonly text: string;
  /** What made it, in words; findings of the same cause and host are grouped: `docker restarted`, `by hand`. */
  readonly cause: string;
  /**
   * Who puts it right: `heal` (what `make heal` does by itself), `prune` (an extra, which `make heal PRUNE=1` removes),
   * `person`.
   */
  readonly remedy: "heal" | "prune" | "person";
  /** What a person does where the remedy is `person`. */
  readonly advice?: string;
  readonly urn?: string;
  /** Of an extra (remedy `prune`): the thing on its host's engine. */
  readonly extra?: Extra;
  /** The rule that ignores it. It counts for nothing then. */
  readonly ignored?: { readonly reason: string; readonly until?: string };
}

/** A thing on an engine that the stage does not manage, though it carries the stage's label or one of its compose projects. */
export interface Extra {
  readonly kind: "container" | "network" | "volume";
  readonly name: string;
  /** Of a container or a network. A volume has none. */
  readonly id?: string;
}

export interface Unanswered {
  /** A host's name or `gitlab`. */
  readonly who: string;
  /** One line: expected, found, what to do. */
  readonly text: string;
}

export interface IdleRule {
  readonly address: string;
  readonly field: string;
  readonly reason: string;
  readonly until?: string;
  readonly why: "expired" | "matches nothing";
}
